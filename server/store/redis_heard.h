#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "store/redis_reply.h"

namespace pancake {

/// What a listening connection told, coalesced: however often a key changed, it stands here once.
/// What is told in one of these came before every reply in it.
struct RedisHeard {
  bool everything = false;          ///< FLUSHALL, FLUSHDB, or more keys than are worth a list
  std::set<std::string> keys;       ///< that changed
  std::vector<RedisReply> replies;  ///< to what was sent on this connection, in order

  [[nodiscard]] bool empty() const noexcept {
    return !everything && keys.empty() && replies.empty();
  }

  /// Takes a message in. Beyond this many keys everything counts as changed.
  static constexpr std::size_t most_keys = 100'000;
  void add(RedisReply message);
};

}  // namespace pancake
