#pragma once

#include <openssl/ssl.h>

#include <memory>
#include <span>

#include "http/executor.h"
#include "http/plain_stream.h"

namespace pancake {

/// A connection with TLS, as its server. OpenSSL reads and writes the socket itself, without
/// waiting; waiting is Asio's. (boost::asio::ssl::stream keeps 68 kB of buffers for every
/// connection, which 10,000 silent clients would not be worth, and cannot try a write at once.)
class TlsStream {
 public:
  /// The context is kept as long as the stream, also when another has taken its place.
  TlsStream(Socket socket, SSL_CTX& context);

  static constexpr bool secure = true;
  [[nodiscard]] Socket& socket() noexcept { return socket_; }

  /// Waits until the handshake is done.
  Awaitable<boost::system::error_code> handshake();

  /// As PlainStream's. What a write could not transfer must be given again, with the same bytes.
  std::size_t read_some(std::span<char> bytes, boost::system::error_code& error);
  std::size_t write_some(std::span<const char> bytes, boost::system::error_code& error);
  Awaitable<Transferred> read(std::span<char> bytes);
  Awaitable<Transferred> write(std::span<const char> bytes);
  void end_sending();

 private:
  struct Free {
    void operator()(SSL* tls) const noexcept { SSL_free(tls); }
  };

  boost::system::error_code error_of(int result);
  Awaitable<boost::system::error_code> wait();

  Socket socket_;
  std::unique_ptr<SSL, Free> tls_;
  Socket::wait_type wanted_ = Socket::wait_read;  ///< what the last call that would block waits for
};

}  // namespace pancake
