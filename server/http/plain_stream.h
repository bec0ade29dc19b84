#pragma once

#include <boost/asio/buffer.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/write.hpp>
#include <span>
#include <tuple>
#include <utility>

#include "http/executor.h"

namespace pancake {

/// What came of a transfer: an error, and how many bytes went before it.
using Transferred = std::tuple<boost::system::error_code, std::size_t>;

/// A connection without TLS. The same functions as TlsStream; the socket does not block.
class PlainStream {
 public:
  explicit PlainStream(Socket socket) : socket_(std::move(socket)) {
    boost::system::error_code ignored;
    socket_.set_option(boost::asio::ip::tcp::no_delay(true), ignored);
    socket_.non_blocking(true, ignored);
  }

  static constexpr bool secure = false;
  [[nodiscard]] Socket& socket() noexcept { return socket_; }

  /// Transfers what can be at once; `would_block` if that is nothing, `eof` at the peer's end.
  std::size_t read_some(std::span<char> bytes, boost::system::error_code& error) {
    return socket_.read_some(boost::asio::buffer(bytes.data(), bytes.size()), error);
  }
  std::size_t write_some(std::span<const char> bytes, boost::system::error_code& error) {
    return socket_.write_some(boost::asio::buffer(bytes.data(), bytes.size()), error);
  }

  /// Waits until at least one byte was read, or all bytes were written.
  /// Reading is awaited without a coroutine of its own: it is what every request waits for.
  auto read(std::span<char> bytes) {
    return socket_.async_read_some(boost::asio::buffer(bytes.data(), bytes.size()),
                                   boost::asio::as_tuple(boost::asio::deferred));
  }
  Awaitable<Transferred> write(std::span<const char> bytes) {
    return boost::asio::async_write(socket_, boost::asio::buffer(bytes.data(), bytes.size()),
                                    as_result);
  }

  /// Tells the peer that nothing more comes.
  void end_sending() {
    boost::system::error_code ignored;
    socket_.shutdown(Socket::shutdown_send, ignored);
  }

 private:
  Socket socket_;
};

}  // namespace pancake
