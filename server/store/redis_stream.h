#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "error.h"
#include "store/redis_url.h"

namespace pancake {

/// A TCP connection, with TLS over it for `rediss://` (redis_tls.h): the certificate must be good
/// for the host.
///
/// Each step has a deadline, after which the connection is closed and the step fails with
/// `timed_out`. At most one read and one write at a time, all on one executor that runs one
/// thing at a time.
class RedisStream {
 public:
  using Duration = std::chrono::steady_clock::duration;
  using Outcome = boost::system::error_code;

  explicit RedisStream(boost::asio::any_io_executor executor);

  /// Looks the host up, connects, and shakes hands as `url` says.
  boost::asio::awaitable<Outcome> connect(const RedisUrl& url, const RedisAddress& address,
                                          Duration deadline);
  boost::asio::awaitable<Outcome> write(std::string_view bytes, Duration deadline);
  /// Reads some bytes; without a deadline it waits as long as it takes.
  boost::asio::awaitable<Outcome> read_some(std::span<char> room, std::size_t& size,
                                            std::optional<Duration> deadline);
  /// Whatever is under way ends with an error.
  void close();

  /// What the outcome of any of these means, and what can be done about it.
  [[nodiscard]] std::string explain(const Outcome& outcome) const;

 private:
  class Deadline;
  boost::asio::awaitable<Outcome> connect_tcp(const RedisAddress& address);
  boost::asio::awaitable<Outcome> shake_hands(const RedisUrl& url, const RedisAddress& address);

  boost::asio::any_io_executor executor_;
  boost::asio::ip::tcp::resolver resolver_;
  boost::asio::ip::tcp::socket socket_;
  std::optional<Error> unusable_;   ///< a file for TLS
  bool shows_certificate_ = false;  ///< of this client
  bool has_read_ = false;           ///< anything at all
  std::optional<boost::asio::ssl::context> context_;
  std::optional<boost::asio::ssl::stream<boost::asio::ip::tcp::socket&>> tls_;
};

}  // namespace pancake
