#pragma once

#include <chrono>
#include <cstdint>
#include <variant>
#include <vector>

#include "error.h"
#include "store/redis_heard.h"
#include "store/redis_reply.h"

namespace pancake {

/// The two connections to one Redis: one that asks, one that hears what changed.
enum class RedisLink : std::uint8_t { reader, listener };

/// A moment of the clock that is passed in.
using SyncTime = std::chrono::steady_clock::time_point;

// What happened.
struct SyncNext {};       ///< the action before is carried out: what is next?
struct SyncConnected {};  ///< both connections stand, to the same Redis
struct SyncLost {         ///< a connection could not be made, or either broke
  Error error;
};
struct SyncReplies {  ///< the next replies on the reader, in the order of their commands
  std::vector<RedisReply> replies;
};
struct SyncHeard {  ///< what the listener told since the last one
  RedisHeard heard;
};
struct SyncTimeUp {};  ///< the time of a SyncWait has come
using SyncEvent =
    std::variant<SyncNext, SyncConnected, SyncLost, SyncReplies, SyncHeard, SyncTimeUp>;

// What is to be done.
struct SyncConnect {};  ///< connect both; then SyncConnected or SyncLost
struct SyncSend {       ///< send; then SyncNext or SyncLost
  RedisLink link;
  std::vector<RedisCommand> commands;
};
struct SyncWait {  ///< wait for any event, at most until then: SyncTimeUp
  SyncTime until;
};
struct SyncGive {};  ///< a new state is there to be taken; then SyncNext
struct SyncFail {    ///< close both connections and tell the error; then SyncNext
  Error error;
};
using SyncAction = std::variant<SyncConnect, SyncSend, SyncWait, SyncGive, SyncFail>;

}  // namespace pancake
