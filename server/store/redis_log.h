#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "store/redis_reply.h"
#include "store/store.h"

namespace pancake {

/// The command that appends an entry to the log of an extension: a stream that keeps about its
/// newest 10,000 entries.
[[nodiscard]] RedisCommand log_command(const std::string& extension, const LogEntry& entry);

/// The command that asks for the newest entries.
[[nodiscard]] RedisCommand read_log_command(const std::string& extension, std::size_t limit);

/// Reads the reply, newest first. An entry's revision is the time in its id, which is that of
/// the change to a millisecond.
[[nodiscard]] std::vector<LogEntry> read_log(const RedisReply& reply);

}  // namespace pancake
