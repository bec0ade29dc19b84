#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "error.h"
#include "store/redis_reply.h"
#include "store/store.h"

namespace pancake {

/// A key that a pass came by: its value, or no value if it is gone.
struct RedisFound {
  std::string key;
  std::optional<StoredValue> value;
};

/// A walk over the keys of an extension's features, a step at a time. No command of it holds
/// Redis up: SCAN by a thousand, MGET by a thousand, and TYPE of what is no text.
///
/// What a pass finds is true of different moments: whoever wants one moment must hear of changes
/// from before the first step on, and read those again.
class RedisPass {
 public:
  /// Over all keys. `store` is the Redis' name for messages.
  RedisPass(std::string store, std::string extension);
  /// Over these keys alone.
  RedisPass(std::string store, std::string extension, const std::vector<std::string>& keys);

  /// Whether every key was come by, and not only some.
  [[nodiscard]] bool is_whole() const noexcept { return whole_; }

  /// Has the pass come by these keys (once more).
  void add(const std::vector<std::string>& keys);

  /// The commands of the next step, at most `most_commands`; none when the pass is over.
  static constexpr std::size_t most_commands = 200;
  [[nodiscard]] std::vector<RedisCommand> next();

  /// Takes the replies to that step, in order.
  [[nodiscard]] Result<std::vector<RedisFound>> take(std::vector<RedisReply>& replies);

 private:
  [[nodiscard]] Result<void> take_scan(RedisReply& reply, std::vector<RedisFound>& found);
  [[nodiscard]] Result<void> take_values(std::vector<std::string>& keys, RedisReply& reply,
                                         std::vector<RedisFound>& found);

  std::string store_;
  std::string extension_;
  bool whole_;
  std::string cursor_ = "0";
  bool scanned_ = false;
  std::deque<std::string> to_read_;
  std::deque<std::string> to_type_;
  // What the step under way asks for, in this order.
  bool step_scan_ = false;
  std::vector<std::vector<std::string>> step_read_;
  std::vector<std::string> step_type_;
};

}  // namespace pancake
