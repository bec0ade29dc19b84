#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "store/redis_connection.h"

namespace pancake {

/// What an invalidation message, or several of them, told.
struct Invalidated {
  bool everything = false;  ///< FLUSHALL, FLUSHDB
  std::set<std::string> keys;

  [[nodiscard]] bool empty() const noexcept { return !everything && keys.empty(); }
  /// Takes a message of the listening connection in; one of another kind is nothing.
  void add(const RedisReply& message);
};

/// The connection that hears which keys changed. A coroutine of its own reads it all the time,
/// so that nothing is lost between two waits.
class RedisListener {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;

  /// Connects and subscribes.
  [[nodiscard]] static boost::asio::awaitable<Result<std::unique_ptr<RedisListener>>> open(
      const RedisUrl& url);

  RedisListener(const RedisListener&) = delete;
  RedisListener& operator=(const RedisListener&) = delete;
  ~RedisListener();

  /// What `CLIENT TRACKING … REDIRECT` takes.
  [[nodiscard]] const std::string& client_id() const noexcept { return client_id_; }

  /// Waits for a change, at most until `end`, and gives all that was heard since the last call.
  boost::asio::awaitable<Result<Invalidated>> wait(TimePoint end);

  /// Asks for a sign of life.
  boost::asio::awaitable<Result<void>> ping();
  /// When anything was heard last.
  [[nodiscard]] TimePoint last_heard() const;

 private:
  struct Shared;
  RedisListener(std::shared_ptr<Shared> shared, std::string client_id);
  static boost::asio::awaitable<void> read_on(std::shared_ptr<Shared> shared);

  std::shared_ptr<Shared> shared_;
  std::string client_id_;
};

}  // namespace pancake
