#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <set>
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

/// Reads the log back to a revision, page by page; 0 is the moment before its oldest entry. What
/// is asked about ends with `latest`, a later revision or 0.
///
/// Error bad_value, which names the revisions that are known, if the log does not reach back that
/// far: it begins later, forgot entries (then 0 is refused too), or somebody accepted another
/// state of the store since. Also if `latest` or `revision` is still to come, or an entry was
/// written by a release that did not note what was there before.
[[nodiscard]] boost::asio::awaitable<Result<LogSince>> read_log_since(
    Store& store, const ExtensionDefinition& extension, std::uint64_t revision,
    std::uint64_t latest = 0);

/// What became different at one place between two revisions.
struct NetChange {
  Place place;
  std::string name;  ///< the feature as the last change named it
  StoredText from;
  StoredText to;
  std::set<std::string> authors;  ///< who changed it
};

/// The net changes of the log from its revision to another, sorted by place: what was changed
/// and changed back is not there.
[[nodiscard]] std::vector<NetChange> net_changes(const LogSince& log, std::uint64_t to);

/// What brings everything that was touched since the log's revision back to what it was then.
/// `overwrites` of the plan names what others than `who` changed of it, in the log or past it (a
/// Flask app); what was changed past the log alone is left alone.
[[nodiscard]] ChangePlan rollback_plan(const ExtensionDefinition& extension, const LogSince& log,
                                       const StoredState& current, const std::string& who);

/// "rollback to 12", and behind a colon what the caller says: the reason in the log.
[[nodiscard]] std::string rollback_reason(std::uint64_t revision, const std::string& reason);

}  // namespace pancake
