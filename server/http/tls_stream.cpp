#include "http/tls_stream.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <sys/socket.h>
#include <boost/asio/post.hpp>

#include <algorithm>
#include <boost/asio/error.hpp>
#include <cerrno>
#include <climits>
#include <cstdint>

namespace pancake {
namespace {

using ErrorCode = boost::system::error_code;
namespace error = boost::asio::error;

int length_of(std::size_t size) { return static_cast<int>(std::min<std::size_t>(size, INT_MAX)); }

int descriptor(BIO* bio) {
  return static_cast<int>(reinterpret_cast<std::intptr_t>(BIO_get_data(bio)));
}

bool would_block() { return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR; }

// OpenSSL's own socket BIO raises SIGPIPE when the peer is gone.
int bio_write(BIO* bio, const char* bytes, int size) {
  BIO_clear_retry_flags(bio);
  const auto sent = ::send(descriptor(bio), bytes, static_cast<std::size_t>(size), MSG_NOSIGNAL);
  if (sent < 0 && would_block()) BIO_set_retry_write(bio);
  return static_cast<int>(sent);
}

int bio_read(BIO* bio, char* bytes, int size) {
  BIO_clear_retry_flags(bio);
  const auto got = ::recv(descriptor(bio), bytes, static_cast<std::size_t>(size), 0);
  if (got < 0 && would_block()) BIO_set_retry_read(bio);
  return static_cast<int>(got);
}

long bio_control(BIO* /*bio*/, int command, long /*number*/, void* /*argument*/) {
  return command == BIO_CTRL_FLUSH ? 1 : 0;
}

BIO* socket_bio(int socket) {
  static BIO_METHOD* const method = [] {
    BIO_METHOD* made = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "socket");
    BIO_meth_set_write(made, bio_write);
    BIO_meth_set_read(made, bio_read);
    BIO_meth_set_ctrl(made, bio_control);
    return made;
  }();
  BIO* const bio = BIO_new(method);
  BIO_set_data(bio, reinterpret_cast<void*>(static_cast<std::intptr_t>(socket)));
  BIO_set_init(bio, 1);
  return bio;
}

}  // namespace

TlsStream::TlsStream(Socket socket, SSL_CTX& context)
    : socket_(std::move(socket)), tls_(SSL_new(&context)) {
  ErrorCode ignored;
  socket_.set_option(boost::asio::ip::tcp::no_delay(true), ignored);
  socket_.non_blocking(true, ignored);
  socket_.native_non_blocking(true, ignored);
  BIO* const bio = socket_bio(socket_.native_handle());
  SSL_set_bio(tls_.get(), bio, bio);
  SSL_set_accept_state(tls_.get());
}

ErrorCode TlsStream::error_of(int result) {
  switch (SSL_get_error(tls_.get(), result)) {
    case SSL_ERROR_NONE: return {};
    case SSL_ERROR_WANT_READ: wanted_ = Socket::wait_read; return error::would_block;
    case SSL_ERROR_WANT_WRITE: wanted_ = Socket::wait_write; return error::would_block;
    case SSL_ERROR_ZERO_RETURN: return error::eof;
    default: return error::connection_reset;
  }
}

Awaitable<ErrorCode> TlsStream::wait() {
  const auto [failure] = co_await socket_.async_wait(wanted_, as_result);
  co_return failure;
}

Awaitable<ErrorCode> TlsStream::handshake() {
  while (true) {
    ERR_clear_error();
    const ErrorCode failure = error_of(SSL_do_handshake(tls_.get()));
    if (failure != error::would_block) co_return failure;
    if (const ErrorCode broken_off = co_await wait()) co_return broken_off;
  }
}

std::size_t TlsStream::read_some(std::span<char> bytes, ErrorCode& failure) {
  ERR_clear_error();
  const int got = SSL_read(tls_.get(), bytes.data(), length_of(bytes.size()));
  failure = got > 0 ? ErrorCode() : error_of(got);
  return got > 0 ? static_cast<std::size_t>(got) : 0;
}

std::size_t TlsStream::write_some(std::span<const char> bytes, ErrorCode& failure) {
  failure = {};
  std::size_t sent = 0;
  while (sent < bytes.size()) {  // one call writes one record of 16 KiB
    ERR_clear_error();
    const auto rest = bytes.subspan(sent);
    const int size = SSL_write(tls_.get(), rest.data(), length_of(rest.size()));
    if (size <= 0) {
      failure = error_of(size);
      if (failure == error::would_block && sent > 0) failure = {};
      return sent;
    }
    sent += static_cast<std::size_t>(size);
  }
  return sent;
}

Awaitable<Transferred> TlsStream::read(std::span<char> bytes) {
  while (true) {
    ErrorCode failure;
    const std::size_t size = read_some(bytes, failure);
    if (failure != error::would_block) {
      // A peer that sends without end would be read without end: others have their turn first.
      co_await boost::asio::post(socket_.get_executor(), boost::asio::use_awaitable_t<Executor>{});
      co_return Transferred{failure, size};
    }
    if (const ErrorCode broken_off = co_await wait()) co_return Transferred{broken_off, 0};
  }
}

Awaitable<Transferred> TlsStream::write(std::span<const char> bytes) {
  std::size_t sent = 0;
  while (sent < bytes.size()) {
    ErrorCode failure;
    sent += write_some(bytes.subspan(sent), failure);
    if (failure && failure != error::would_block) co_return Transferred{failure, sent};
    if (sent == bytes.size()) break;
    if (const ErrorCode broken_off = co_await wait()) co_return Transferred{broken_off, sent};
  }
  co_return Transferred{ErrorCode(), sent};
}

void TlsStream::end_sending() {
  ERR_clear_error();
  if (SSL_is_init_finished(tls_.get()) != 0) SSL_shutdown(tls_.get());
  ErrorCode ignored;
  socket_.shutdown(Socket::shutdown_send, ignored);
}

}  // namespace pancake
