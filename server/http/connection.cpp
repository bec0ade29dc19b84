#include "http/connection.h"

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>
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
constexpr std::size_t linger_bytes = 262'144;

boost::asio::ip::address peer_of(const Socket& socket) {
  ErrorCode gone;
  return socket.remote_endpoint(gone).address();
}

class Connection : public TimedConnection {
 public:
  Connection(Socket socket, Connections& connections, const AnswerRequest& answer)
      : TimedConnection(socket_),
        socket_(std::move(socket)),
        connections_(connections),
        answer_(answer),
        reader_(peer_of(socket_)) {
    connections_.add(*this);
  }
  ~Connection() { connections_.remove(*this); }

  Awaitable<void> run();

 private:
  Awaitable<bool> receive();
  Awaitable<Response> wait_for(Reply reply);
  Awaitable<bool> respond(Response response, bool keep_alive, bool with_body);
  Awaitable<bool> flush();
  Awaitable<bool> send(std::span<const char> bytes);
  Awaitable<void> close_gently();
  [[nodiscard]] std::string_view arrived() const {
    return {static_cast<const char*>(buffer_.data().data()), buffer_.size()};
  }

  Socket socket_;
  Connections& connections_;
  const AnswerRequest& answer_;
  RequestReader reader_;
  boost::beast::flat_buffer buffer_{max_head_bytes + read_bytes};
  std::string out_;
  bool served_one_ = false;
};

Awaitable<void> Connection::run() {
  ErrorCode ignored;
  socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
  socket_.non_blocking(true, ignored);
  expect(connections_.limits().first_byte, true);
  reader_.start();
  while (true) {
    std::size_t taken = 0;
    const RequestReader::State state = reader_.advance(arrived(), taken);
    buffer_.consume(taken);
    if (state == RequestReader::State::refused) {
      connections_.metrics().refused(reader_.refusal().status);
      if (co_await respond(refusal_response(reader_.refusal()), false, true)) {
        co_await close_gently();
      }
      co_return;
    }
    if (state == RequestReader::State::ready) {
      const bool keep_alive = reader_.keep_alive() && !connections_.draining();
      const bool with_body = reader_.request().method != verb::head;
      Response response = co_await wait_for(answer_(reader_.request()));
      if (!co_await respond(std::move(response), keep_alive, with_body)) co_return;
      if (!keep_alive) {
        co_await close_gently();
        co_return;
      }
      served_one_ = true;
      reader_.start();
      continue;
    }
    if (state == RequestReader::State::need_continue) out_ += "HTTP/1.1 100 Continue\r\n\r\n";
    if (!co_await flush() || !co_await receive()) co_return;
  }
}

/// The response itself; what was answered before goes out while it is waited for.
Awaitable<Response> Connection::wait_for(Reply reply) {
  if (auto* response = std::get_if<Response>(&reply)) co_return std::move(*response);
  if (const auto* deferred = std::get_if<DeferredResponse>(&reply)) {
    co_await flush();
    expect(connections_.limits().deferred, false);
    co_return co_await (*deferred)();
  }
  co_return error_response(Status::not_implemented, "not_implemented", "events are not served yet");
}

/// Waits for further bytes; false if the connection is over.
Awaitable<bool> Connection::receive() {
  const Limits& limits = connections_.limits();
  if (!reader_.begun()) {
    if (connections_.draining()) co_return false;
    expect(served_one_ ? limits.idle : limits.first_byte, true);
  } else if (idle()) {
    expect(limits.request, false);
  }
  const auto [error, size] =
      co_await socket_.async_read_some(buffer_.prepare(read_bytes), as_result);
  if (!error) {
    buffer_.commit(size);
    if (idle()) expect(limits.request, false);
    co_return true;
  }
  if (expired() && reader_.begun()) {
    const Refusal late{408, "the request took too long to arrive"};
    connections_.metrics().refused(late.status);
    if (co_await respond(refusal_response(late), false, true)) co_await close_gently();
  }
  co_return false;
}

/// Adds an answer to what goes out, and sends all of it when it is much or the last.
Awaitable<bool> Connection::respond(Response response, bool keep_alive, bool with_body) {
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

Awaitable<bool> Connection::flush() {
  if (out_.empty()) co_return true;
  const bool sent = co_await send(out_);
  out_.clear();
  co_return sent;
}

/// Tries at once, and waits only if the peer does not take everything.
Awaitable<bool> Connection::send(std::span<const char> bytes) {
  ErrorCode error;
  const std::size_t sent = socket_.write_some(asio::buffer(bytes.data(), bytes.size()), error);
  if (!error && sent == bytes.size()) co_return true;
  if (error && error != asio::error::would_block) co_return false;
  expect(connections_.limits().write, false);
  const auto rest = bytes.subspan(sent);
  const auto [failure, size] =
      co_await asio::async_write(socket_, asio::buffer(rest.data(), rest.size()), as_result);
  expect(connections_.limits().request, false);
  co_return !failure;
}

/// Closing with unread bytes would make the kernel throw away the answer at the peer.
Awaitable<void> Connection::close_gently() {
  ErrorCode ignored;
  socket_.shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
  expect(linger, false);
  std::array<char, 4096> unread;
  for (std::size_t total = 0; total < linger_bytes;) {
    const auto [error, size] = co_await socket_.async_read_some(asio::buffer(unread), as_result);
    if (error) co_return;
    total += size;
  }
}

}  // namespace

Awaitable<void> serve_connection(Socket socket, Connections& connections,
                                 const AnswerRequest& answer) {
  Connection connection(std::move(socket), connections, answer);
  co_await connection.run();
}

}  // namespace pancake
