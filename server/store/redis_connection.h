#pragma once

#include <array>
#include <boost/asio/awaitable.hpp>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "error.h"
#include "store/redis_reply.h"
#include "store/redis_stream.h"
#include "store/redis_url.h"

namespace pancake {

/// One connection to a Redis.
///
/// Errors: `store_unreachable` if it cannot be made, breaks, or stays silent past the deadline;
/// from then on it is of no more use. `store_refused` for a wrong password or database. What
/// Redis answers to single commands, errors included, are replies.
class RedisConnection {
 public:
  using Duration = RedisStream::Duration;
  using Opened = Result<std::unique_ptr<RedisConnection>>;

  static constexpr Duration connect_deadline = std::chrono::seconds(3);
  static constexpr Duration reply_deadline = std::chrono::seconds(5);
  static constexpr Duration find_master_deadline = std::chrono::seconds(5);

  /// Connects to that address, as `url` says, and no more: nobody is logged in.
  /// Runs on the executor of the calling coroutine, and so must everything later.
  [[nodiscard]] static boost::asio::awaitable<Opened> connect(const RedisUrl& url,
                                                              const RedisAddress& address,
                                                              Duration deadline = connect_deadline);

  /// Connects to the Redis of the URL, logs in and selects the database. With Sentinel that is
  /// the master that it names, if ROLE agrees; a fail-over is waited for for some seconds.
  [[nodiscard]] static boost::asio::awaitable<Opened> open(const RedisUrl& url);

  /// Sends one command and waits for its reply.
  boost::asio::awaitable<Result<RedisReply>> command(const RedisCommand& command,
                                                     Duration deadline = reply_deadline);

  /// Sends all commands at once and waits for a reply to each, in order.
  boost::asio::awaitable<Result<std::vector<RedisReply>>> pipeline(
      const std::vector<RedisCommand>& commands, Duration deadline = reply_deadline);

  /// The same; the first reply that is an error is the error.
  boost::asio::awaitable<Result<std::vector<RedisReply>>> pipeline_or_refusal(
      const std::vector<RedisCommand>& commands, Duration deadline = reply_deadline);

  /// Sends commands whose replies receive() will bring.
  boost::asio::awaitable<Result<void>> send(const std::vector<RedisCommand>& commands);

  /// The next reply or message; without a deadline it waits as long as it takes.
  boost::asio::awaitable<Result<RedisReply>> receive(std::optional<Duration> deadline);

  /// A further message that has arrived already, if there is one.
  [[nodiscard]] std::optional<RedisReply> received();

  void close() { stream_.close(); }
  [[nodiscard]] const std::string& name() const noexcept { return name_; }

 private:
  RedisConnection(boost::asio::any_io_executor executor, std::string name)
      : stream_(std::move(executor)), name_(std::move(name)) {}
  static boost::asio::awaitable<Opened> open_master(const RedisUrl& url,
                                                    std::size_t first_sentinel);
  static boost::asio::awaitable<Opened> open_at(const RedisUrl& url, const RedisAddress& address);
  boost::asio::awaitable<Result<void>> write(const std::string& bytes);
  [[nodiscard]] tl::unexpected<Error> lost(const std::string& doing,
                                           const boost::system::error_code& why) const;

  RedisStream stream_;
  std::string name_;
  RedisReplyReader reader_;
  std::array<char, 65536> room_;
};

}  // namespace pancake
