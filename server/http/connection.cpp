#include "http/connection.h"

#include <array>
#include <boost/asio/error.hpp>
#include <boost/beast/core/flat_buffer.hpp>

#include "http/http_date.h"
#include "http/request_reader.h"

namespace pancake {
namespace {

namespace asio = boost::asio;
using boost::beast::http::verb;
using ErrorCode = boost::system::error_code;

constexpr std::size_t read_bytes = 8192;
/// Bodies up to this size are copied behind their head, so that one write sends both.
constexpr std::size_t copied_body_bytes = 16'384;
/// Answers to pipelined requests are collected up to this size.
constexpr std::size_t collected_bytes = 65'536;
/// How long and how much is read and thrown away before a refused connection is closed.
constexpr std::chrono::seconds linger{1};
constexpr std::size_t linger_bytes = 4'194'304;

boost::asio::ip::address peer_of(const Socket& socket) {
  ErrorCode gone;
  return socket.remote_endpoint(gone).address();
}

template <typename Stream>
class Connection : public TimedConnection {
 public:
  Connection(Stream& stream, const ConnectionHome& home)
      : TimedConnection(stream.socket()),
        stream_(stream),
        connections_(home.connections),
        streams_(home.streams),
        answer_(home.answer),
        reader_(peer_of(stream.socket()), Stream::secure) {
    connections_.add(*this);
  }
  ~Connection() { connections_.remove(*this); }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  Awaitable<void> run();

 private:
  Awaitable<bool> open();
  bool answered_at_once(const Reply& reply);
  Awaitable<bool> answer(Reply reply);
  Awaitable<void> respond_and_close(Response response);
  bool may_receive();
  Awaitable<void> end_receiving();
  Awaitable<bool> respond(Response response, bool keep_alive, bool with_body);
  Awaitable<bool> subscribe(EventSubscription subscription, bool keep_alive);
  bool sent_at_once();
  Awaitable<bool> flush();
  Awaitable<bool> send(std::span<const char> bytes);
  Awaitable<void> close_gently();
  [[nodiscard]] bool keep_alive() const { return reader_.keep_alive() && !connections_.draining(); }
  [[nodiscard]] bool with_body() const { return reader_.request().method != verb::head; }
  [[nodiscard]] std::string_view arrived() const {
    return {static_cast<const char*>(buffer_.data().data()), buffer_.size()};
  }

  Stream& stream_;
  Connections& connections_;
  EventStreams& streams_;
  const AnswerRequest& answer_;
  RequestReader reader_;
  boost::beast::flat_buffer buffer_{max_head_bytes + read_bytes};
  std::string out_;
  bool served_one_ = false;
};

template <typename Stream>
Awaitable<void> Connection<Stream>::run() {
  expect(connections_.limits().first_byte, true);
  if (!co_await open()) co_return;
  reader_.start();
  while (true) {
    std::size_t taken = 0;
    const RequestReader::State state = reader_.advance(arrived(), taken);
    buffer_.consume(taken);
    if (state == RequestReader::State::refused) {
      connections_.metrics().refused(reader_.refusal().status);
      Response refused = refusal_response(reader_.refusal());
      co_await respond_and_close(std::move(refused));
      co_return;
    }
    if (state == RequestReader::State::ready) {
      Reply reply = answer_(reader_.request());
      if (!answered_at_once(reply)) {
        const bool goes_on = co_await answer(std::move(reply));
        if (!goes_on) co_return;
      }
      served_one_ = true;
      reader_.start();
      continue;
    }
    if (state == RequestReader::State::need_continue) out_ += "HTTP/1.1 100 Continue\r\n\r\n";
    if (!sent_at_once()) {
      const bool sent = co_await flush();
      if (!sent) co_return;
    }
    if (!may_receive()) co_return;
    const auto space = buffer_.prepare(read_bytes);
    const auto [error, size] =
        co_await stream_.read({static_cast<char*>(space.data()), space.size()});
    if (error) {
      co_await end_receiving();
      co_return;
    }
    buffer_.commit(size);
  }
}

template <typename Stream>
Awaitable<bool> Connection<Stream>::open() {
  if constexpr (Stream::secure) {
    const ErrorCode failure = co_await stream_.handshake();
    co_return !failure;
  }
  co_return true;
}

/// Most answers are there at once and go out at once. They need no coroutine, which would cost a
/// fifth of the time that their request takes; false: this one does, and nothing was done.
template <typename Stream>
bool Connection<Stream>::answered_at_once(const Reply& reply) {
  const auto* response = std::get_if<Response>(&reply);
  if (response == nullptr || !keep_alive() || response->body().size() > copied_body_bytes ||
      out_.size() >= collected_bytes) {
    return false;
  }
  response->append_head(out_, date_line(), true);
  if (with_body()) out_ += response->body();
  return true;
}

/// Answers the request that was read; false if the connection is over.
template <typename Stream>
Awaitable<bool> Connection<Stream>::answer(Reply reply) {
  const bool goes_on = keep_alive();
  if (auto* subscription = std::get_if<EventSubscription>(&reply)) {
    co_return co_await subscribe(std::move(*subscription), goes_on);
  }
  Response* response = std::get_if<Response>(&reply);
  std::optional<Response> waited_for;
  if (response == nullptr) {
    if (!co_await flush()) co_return false;
    expect(connections_.limits().deferred, false);
    waited_for.emplace(co_await std::get<DeferredResponse>(reply)());
    expect(connections_.limits().request, false);
    response = &*waited_for;
  }
  if (!co_await respond(std::move(*response), goes_on, with_body())) co_return false;
  if (!goes_on) co_await close_gently();
  co_return goes_on;
}

/// Says a last word.
template <typename Stream>
Awaitable<void> Connection<Stream>::respond_and_close(Response response) {
  // GCC 12 ends what a condition waited for twice when its branch waits too, hence the variable.
  // NOLINTNEXTLINE(bugprone-use-after-move): there is no loop; the check is misled by co_await.
  const bool sent = co_await respond(std::move(response), false, true);
  if (sent) co_await close_gently();
}

/// Begins a stream of events and hands the client over; false, as this connection is over.
template <typename Stream>
Awaitable<bool> Connection<Stream>::subscribe(EventSubscription subscription, bool keep_alive) {
  if (streams_.full()) {
    auto busy = error_response(Status::service_unavailable, "too_many_streams",
                               "this server has no room for further event streams; try again");
    busy.add("Retry-After", "10");
    const bool sent = co_await respond(std::move(busy), keep_alive, true);
    if (sent && !keep_alive) co_await close_gently();
    co_return sent&& keep_alive;
  }
  subscription.head.append_head(out_, date_line(), false);
  if (reader_.request().method == verb::head) {
    const bool sent = co_await flush();
    if (sent) co_await close_gently();
    co_return false;
  }
  out_ += "retry: 2000\n\n";
  const std::size_t topic = streams_.hub().number_of(subscription.topic);
  const auto newest = streams_.hub().newest(topic);
  if (newest && newest->revision != subscription.known) out_ += newest->text;
  if (co_await flush()) {
    const std::uint64_t awaited = newest ? newest->revision + 1 : 0;
    streams_.adopt(ClientStream(std::move(stream_)), topic, awaited);
  }
  co_return false;
}

/// Says what the bytes that are waited for belong to, and until when; false if none are.
template <typename Stream>
bool Connection<Stream>::may_receive() {
  const Limits& limits = connections_.limits();
  if (!reader_.begun()) {
    if (connections_.draining()) return false;
    expect(served_one_ ? limits.idle : limits.first_byte, true);
  } else if (idle()) {
    expect(limits.request, false);
  }
  return true;
}

/// The peer left, or took too long.
template <typename Stream>
Awaitable<void> Connection<Stream>::end_receiving() {
  if (!expired() || !reader_.begun()) co_return;
  const Refusal late{408, "the request took too long to arrive"};
  connections_.metrics().refused(late.status);
  Response too_late = refusal_response(late);
  co_await respond_and_close(std::move(too_late));
}

/// Adds an answer to what goes out, and sends all of it when it is much or the last.
template <typename Stream>
Awaitable<bool> Connection<Stream>::respond(Response response, bool keep_alive, bool with_body) {
  response.append_head(out_, date_line(), keep_alive);
  const std::string_view body = with_body ? response.body() : std::string_view();
  if (body.size() <= copied_body_bytes) {
    out_ += body;
  } else if (!co_await flush() || !co_await send(body)) {
    co_return false;
  }
  if (keep_alive && out_.size() < collected_bytes) co_return true;
  co_return co_await flush();
}

/// Sends what the peer takes without waiting; false if something is left, or the peer is gone.
template <typename Stream>
bool Connection<Stream>::sent_at_once() {
  if (out_.empty()) return true;
  ErrorCode error;
  out_.erase(0, stream_.write_some(out_, error));
  return out_.empty();
}

template <typename Stream>
Awaitable<bool> Connection<Stream>::flush() {
  if (out_.empty()) co_return true;
  const bool sent = co_await send(out_);
  out_.clear();
  co_return sent;
}

/// Tries at once, and waits only if the peer does not take everything.
template <typename Stream>
Awaitable<bool> Connection<Stream>::send(std::span<const char> bytes) {
  ErrorCode error;
  const std::size_t sent = stream_.write_some(bytes, error);
  if (!error && sent == bytes.size()) co_return true;
  if (error && error != asio::error::would_block) co_return false;
  expect(connections_.limits().write, false);
  const auto rest = bytes.subspan(sent);
  const auto [failure, size] = co_await stream_.write(rest);
  expect(connections_.limits().request, false);
  co_return !failure;
}

/// Closing with unread bytes would make the kernel throw away the answer at the peer.
template <typename Stream>
Awaitable<void> Connection<Stream>::close_gently() {
  stream_.end_sending();
  expect(linger, false);
  std::array<char, 4096> unread;
  for (std::size_t total = 0; total < linger_bytes;) {
    const auto [error, size] = co_await stream_.read(unread);
    if (error) co_return;
    total += size;
  }
}

}  // namespace

template <typename Stream>
Awaitable<void> serve_connection(Stream stream, ConnectionHome home) {
  Connection<Stream> connection(stream, home);
  co_await connection.run();
}

template Awaitable<void> serve_connection(PlainStream stream, ConnectionHome home);
template Awaitable<void> serve_connection(TlsStream stream, ConnectionHome home);

}  // namespace pancake
