#include "store/redis_stream.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include "store/redis_tls.h"

namespace pancake {

namespace asio = boost::asio;
using boost::asio::ip::tcp;

/// Closes the stream when its time is up, unless it is gone before.
class RedisStream::Deadline {
 public:
  Deadline(RedisStream& stream, std::optional<Duration> after) {
    if (!after) return;
    state_ = std::make_shared<State>(State{&stream, false});
    timer_.emplace(stream.executor_, *after);
    timer_->async_wait([state = state_](const Outcome& ended) {
      if (ended || state->stream == nullptr) return;
      state->passed = true;
      state->stream->close();
    });
  }
  Deadline(const Deadline&) = delete;
  Deadline& operator=(const Deadline&) = delete;
  ~Deadline() {
    // The handler may be on its way already: it finds nobody.
    if (state_) state_->stream = nullptr;
  }

  /// The outcome, or `timed_out` if that is why it failed.
  [[nodiscard]] Outcome judge(const Outcome& outcome) const {
    return state_ && state_->passed ? Outcome(asio::error::timed_out) : outcome;
  }

 private:
  struct State {
    RedisStream* stream;
    bool passed;
  };
  std::shared_ptr<State> state_;
  std::optional<asio::steady_timer> timer_;
};

RedisStream::RedisStream(asio::any_io_executor executor)
    : executor_(std::move(executor)), resolver_(executor_), socket_(executor_) {}

asio::awaitable<RedisStream::Outcome> RedisStream::connect(const RedisUrl& url,
                                                           const RedisAddress& address,
                                                           Duration deadline) {
  const Deadline watch(*this, deadline);
  auto outcome = co_await connect_tcp(address);
  if (!outcome && url.tls) outcome = co_await shake_hands(url, address);
  co_return watch.judge(outcome);
}

asio::awaitable<RedisStream::Outcome> RedisStream::connect_tcp(const RedisAddress& address) {
  Outcome outcome;
  const std::string port = std::to_string(address.port);
  const auto found = co_await resolver_.async_resolve(
      address.host, port, asio::redirect_error(asio::use_awaitable, outcome));
  if (outcome) co_return outcome;
  co_await asio::async_connect(socket_, found, asio::redirect_error(asio::use_awaitable, outcome));
  if (outcome) co_return outcome;
  Outcome ignored;
  socket_.set_option(tcp::no_delay(true), ignored);
  co_return outcome;
}

asio::awaitable<RedisStream::Outcome> RedisStream::shake_hands(const RedisUrl& url,
                                                               const RedisAddress& address) {
  Outcome outcome;
  context_.emplace(asio::ssl::context::tls_client);
  if (auto loaded = load_redis_tls(url, *context_); !loaded) {
    unusable_ = std::move(loaded.error());
    co_return Outcome(asio::error::invalid_argument);
  }
  shows_certificate_ = !url.certificate_file.empty();
  tls_.emplace(socket_, *context_);
  tls_->set_verify_mode(asio::ssl::verify_peer);
  tls_->set_verify_callback(asio::ssl::host_name_verification(address.host));
  SSL_set_tlsext_host_name(tls_->native_handle(), address.host.c_str());
  co_await tls_->async_handshake(asio::ssl::stream_base::client,
                                 asio::redirect_error(asio::use_awaitable, outcome));
  co_return outcome;
}

asio::awaitable<RedisStream::Outcome> RedisStream::write(std::string_view bytes,
                                                         Duration deadline) {
  const Deadline watch(*this, deadline);
  Outcome outcome;
  const auto buffer = asio::buffer(bytes);
  if (tls_) {
    co_await asio::async_write(*tls_, buffer, asio::redirect_error(asio::use_awaitable, outcome));
  } else {
    co_await asio::async_write(socket_, buffer, asio::redirect_error(asio::use_awaitable, outcome));
  }
  co_return watch.judge(outcome);
}

asio::awaitable<RedisStream::Outcome> RedisStream::read_some(std::span<char> room,
                                                             std::size_t& size,
                                                             std::optional<Duration> deadline) {
  const Deadline watch(*this, deadline);
  Outcome outcome;
  const auto buffer = asio::buffer(room.data(), room.size());
  if (tls_) {
    size =
        co_await tls_->async_read_some(buffer, asio::redirect_error(asio::use_awaitable, outcome));
  } else {
    size = co_await socket_.async_read_some(buffer,
                                            asio::redirect_error(asio::use_awaitable, outcome));
  }
  has_read_ |= size > 0;
  co_return watch.judge(outcome);
}

void RedisStream::close() {
  Outcome ignored;
  resolver_.cancel();
  socket_.close(ignored);
}

std::string RedisStream::explain(const Outcome& outcome) const {
  if (unusable_) return unusable_->message;
  if (outcome == asio::error::timed_out) return "no answer in time";
  const auto what = outcome == asio::error::eof ? "closed by Redis" : outcome.message();
  if (!tls_) return what;
  // The stream is not changed by being asked.
  auto* const native = const_cast<asio::ssl::stream<tcp::socket&>&>(*tls_).native_handle();
  const auto advice = redis_tls_advice(outcome, SSL_get_verify_result(native));
  if (!advice.empty() || has_read_ || shows_certificate_) return what + advice;
  // Who wants a certificate may close the connection before the reason can be read.
  return what + ": perhaps it wants a certificate of the client: ?cert=FILE&key=FILE";
}

}  // namespace pancake
