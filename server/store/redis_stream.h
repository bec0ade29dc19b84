#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include "store/redis_url.h"

namespace pancake {

/// A TCP connection, with TLS over it for `rediss://`: the certificate must be good for the
/// host, by the system's authorities or those that SSL_CERT_FILE names.
///
/// Each step has a deadline, after which the connection is closed and the step fails with
/// `timed_out`. At most one read and one write at a time, all on one executor that runs one
/// thing at a time.
class RedisStream {
 public:
  using Duration = std::chrono::steady_clock::duration;
  using Outcome = boost::system::error_code;

  explicit RedisStream(boost::asio::any_io_executor executor);

  /// Looks the host up, connects, and shakes hands.
  boost::asio::awaitable<Outcome> connect(const RedisUrl& url, Duration deadline);
  boost::asio::awaitable<Outcome> write(std::string_view bytes, Duration deadline);
  /// Reads some bytes; without a deadline it waits as long as it takes.
  boost::asio::awaitable<Outcome> read_some(std::span<char> room, std::size_t& size,
                                            std::optional<Duration> deadline);
  /// Whatever is under way ends with an error.
  void close();

 private:
  class Deadline;
  boost::asio::awaitable<Outcome> connect_tcp(const RedisUrl& url);
  boost::asio::awaitable<Outcome> shake_hands(const RedisUrl& url);

  boost::asio::any_io_executor executor_;
  boost::asio::ip::tcp::resolver resolver_;
  boost::asio::ip::tcp::socket socket_;
  std::optional<boost::asio::ssl::context> context_;
  std::optional<boost::asio::ssl::stream<boost::asio::ip::tcp::socket&>> tls_;
};

}  // namespace pancake
