#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "store/redis_connection.h"
#include "store/store.h"

namespace pancake {

/// Reads a page of the log of an extension: a stream that keeps about its newest 10,000 entries,
/// each with the revision of its change (redis_write_script.h).
///
/// An entry without one is of an older release: its revision is the time in its id, which is that
/// of the change to a millisecond, and what was there before is not known.
[[nodiscard]] boost::asio::awaitable<Result<std::vector<LogEntry>>> read_log_page(
    RedisConnection& connection, const std::string& extension, const LogQuery& query);

/// The command that asks for the newest entry, and the revision of the one in its reply: 0 for
/// none, or if something else than a log is in its place.
[[nodiscard]] RedisCommand newest_entry_command(const std::string& extension);
[[nodiscard]] std::uint64_t newest_revision(const RedisReply& reply);

}  // namespace pancake
