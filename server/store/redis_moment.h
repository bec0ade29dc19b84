#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "error.h"
#include "store/redis_pass.h"
#include "store/redis_reply.h"

namespace pancake {

/// What some keys of an extension held at one moment.
struct RedisMoment {
  std::uint64_t time = 0;  ///< Redis' clock in microseconds
  std::vector<RedisFound> found;
  std::optional<RedisReply> definitions;      ///< the reply to HGETALL, if it was asked for
  std::optional<std::uint64_t> log_position;  ///< the same of the log's newest entry: 0 for none
  std::optional<std::uint64_t> accepted;      ///< and of the operator's mark: 0 for none
};

/// The commands that read these keys, and Redis' clock, at one moment: one MULTI. Among the keys
/// may be the extension's definitions, log and mark; `keys` are few thousand at most, since
/// Redis does nothing else meanwhile.
[[nodiscard]] std::vector<RedisCommand> moment_commands(const std::string& extension,
                                                        const std::set<std::string>& keys);

/// Reads the replies to all of them, in order. `store` is the Redis' name for messages.
[[nodiscard]] Result<RedisMoment> read_moment(const std::string& store,
                                              const std::string& extension,
                                              const std::set<std::string>& keys,
                                              std::vector<RedisReply>& replies);

}  // namespace pancake
