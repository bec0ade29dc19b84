#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "admin/change_plan.h"
#include "admin/place.h"

namespace pancake {

/// The entries of a log behind a revision, newest first.
struct LogSince {
  std::uint64_t revision = 0;
  std::vector<LogEntry> entries;
};

/// Reads the log back to a revision, page by page. Error bad_value if it does not reach back
/// that far, or was written by a release that did not note what was there before.
[[nodiscard]] boost::asio::awaitable<Result<LogSince>> read_log_since(Store& store,
                                                                      std::string extension,
                                                                      std::uint64_t revision);

/// What became different at one place between two revisions.
struct NetChange {
  Place place;
  std::string name;  ///< the feature as the last change named it
  StoredText from;
  StoredText to;
};

/// The net changes of the log from its revision to another, sorted by place: what was changed
/// and changed back is not there.
[[nodiscard]] std::vector<NetChange> net_changes(const LogSince& log, std::uint64_t to);

/// What brings everything that was touched since the log's revision back to what it was then.
/// What others changed meanwhile without a log (a Flask app) is overwritten where the log has a
/// change of the same place, and left alone elsewhere.
[[nodiscard]] ChangePlan rollback_plan(const ExtensionDefinition& extension, const LogSince& log,
                                       const StoredState& current);

/// "rollback to 12", and behind a colon what the caller says: the reason in the log.
[[nodiscard]] std::string rollback_reason(std::uint64_t revision, const std::string& reason);

}  // namespace pancake
