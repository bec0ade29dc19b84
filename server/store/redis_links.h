#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstddef>
#include <memory>

#include "store/redis_sync_event.h"
#include "store/redis_url.h"

namespace pancake {

/// The two connections of a follower. A coroutine of each reads all the time, so that nothing is
/// lost between two waits; what the listener hears is coalesced meanwhile, and the reader brings
/// no more replies than were asked for.
class RedisLinks {
 public:
  /// Connects both to the same Redis: with Sentinel to the master that one of them names,
  /// beginning with number `first_sentinel`.
  [[nodiscard]] static boost::asio::awaitable<Result<std::unique_ptr<RedisLinks>>> connect(
      const RedisUrl& url, std::size_t first_sentinel);

  RedisLinks(const RedisLinks&) = delete;
  RedisLinks& operator=(const RedisLinks&) = delete;
  /// Closes both.
  ~RedisLinks();

  boost::asio::awaitable<Result<void>> send(const SyncSend& what);

  /// Waits until something has arrived, at most until `end`: SyncHeard, SyncReplies, SyncLost or
  /// SyncTimeUp.
  boost::asio::awaitable<SyncEvent> wait(SyncTime end);

 private:
  struct Shared;
  explicit RedisLinks(std::shared_ptr<Shared> shared);
  static boost::asio::awaitable<void> read_on(std::shared_ptr<Shared> shared, RedisLink link);

  std::shared_ptr<Shared> shared_;
};

}  // namespace pancake
