#include "http/event_streams.h"

#include <netinet/tcp.h>

#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>

namespace pancake {
namespace {

namespace asio = boost::asio;
using ErrorCode = boost::system::error_code;

constexpr std::chrono::milliseconds sweep_interval{250};
/// How many clients are written to before requests have their turn.
constexpr std::size_t clients_a_turn = 256;
constexpr std::size_t heartbeats_a_sweep = 1024;
/// What a client may say while it listens.
constexpr std::uint32_t said_bytes = 65'536;
/// Of the kernel's memory for what a client has not taken.
constexpr int send_buffer_bytes = 16'384;

using UserTimeout = asio::detail::socket_option::integer<IPPROTO_TCP, TCP_USER_TIMEOUT>;

}  // namespace

Socket& EventStream::socket() noexcept {
  return std::visit([](auto& stream) -> Socket& { return stream.socket(); }, stream_);
}

std::size_t EventStream::write_some(std::string_view bytes, ErrorCode& error) {
  return std::visit([&](auto& stream) { return stream.write_some(bytes, error); }, stream_);
}

std::size_t EventStream::read_some(std::span<char> bytes, ErrorCode& error) {
  return std::visit([&](auto& stream) { return stream.read_some(bytes, error); }, stream_);
}

EventStreams::EventStreams(asio::io_context& context, EventHub& hub, const Limits& limits,
                           RequestMetrics& metrics)
    : context_(context),
      hub_(hub),
      limits_(limits),
      metrics_(metrics),
      timer_(context.get_executor()),
      heartbeat_(std::make_shared<const Event>(Event{0, ":\n\n"})) {
  hub_.listen([this] { notify(); });
  asio::co_spawn(context.get_executor(), sweep(), asio::detached);
}

void EventStreams::adopt(ClientStream stream, std::size_t topic, std::uint64_t awaited) {
  const auto client =
      std::make_shared<EventStream>(std::move(stream), static_cast<std::uint32_t>(topic), awaited);
  ErrorCode ignored;
  client->socket().set_option(asio::socket_base::send_buffer_size(send_buffer_bytes), ignored);
  // So that a peer that is gone without a word is noticed by its unanswered heartbeats.
  client->socket().set_option(UserTimeout(static_cast<int>(limits_.write.count())), ignored);
  ++size_;
  metrics_.streams_opened.add();
  client->since_ = Clock::now();
  know_topics();
  // Its news may be on their way to this thread, and it may be behind those who had them.
  topics_[topic].newest = hub_.newest(topic);
  topics_[topic].clients.push_back(*client);
  watch(*client);
  const auto& newest = topics_[topic].newest;
  if (draining_) {
    end(*client);
  } else if (newest && client->awaits(*newest)) {
    refresh(*client);
  }
}

void EventStreams::notify() {
  if (notified_.exchange(true)) return;
  asio::post(context_, [this] {
    notified_ = false;
    know_topics();
    for (std::size_t topic = 0; topic < topics_.size(); ++topic) {
      topics_[topic].newest = hub_.newest(topic);
    }
    look();
  });
}

/// Topics come with reloads, and never go.
void EventStreams::know_topics() {
  for (std::size_t count = hub_.topics(); topics_.size() < count;) topics_.emplace_back();
}

void EventStreams::look() {
  std::size_t turns = 0;
  for (Topic& topic : topics_) {
    if (send_newest(topic, turns)) continue;
    asio::post(context_, [this] { look(); });
    return;
  }
}

/// False if there are more clients than turns.
bool EventStreams::send_newest(Topic& topic, std::size_t& turns) {
  if (!topic.newest) return true;
  while (!topic.clients.empty() && topic.clients.front().awaits(*topic.newest)) {
    if (turns++ == clients_a_turn) return false;
    refresh(topic.clients.front());
  }
  return true;
}

/// Writes the newest event to a client, or a heartbeat if it has had that.
void EventStreams::refresh(EventStream& client) {
  const auto& newest = topics_[client.topic_].newest;
  const bool behind = newest && client.awaits(*newest);
  if (behind) client.awaited_ = newest->revision + 1;
  write(client, behind ? newest : heartbeat_, 0);
}

/// Writes an event from one of its bytes on, and puts the client where it belongs after that.
void EventStreams::write(EventStream& client, std::shared_ptr<const Event> event,
                         std::size_t from) {
  ErrorCode error;
  const std::size_t sent = client.write_some(std::string_view(event->text).substr(from), error);
  if (error && error != asio::error::would_block) {
    end(client);
    return;
  }
  const bool moved = from == 0 || sent > 0;
  if (moved) {
    client.since_ = Clock::now();
    client.unlink();
  }
  client.taken_ = static_cast<std::uint32_t>(from + sent);
  if (client.taken_ == event->text.size()) {
    client.unfinished_.reset();
    topics_[client.topic_].clients.push_back(client);
    return;
  }
  client.unfinished_ = std::move(event);
  if (moved) stuck_.push_back(client);
  wait_until_writable(client);
}

void EventStreams::wait_until_writable(EventStream& client) {
  const auto waiting = [this, owner = client.shared_from_this()](const ErrorCode& error) {
    if (error || owner->over_) return;
    write(*owner, owner->unfinished_, owner->taken_);
    const auto& newest = topics_[owner->topic_].newest;
    if (owner->over_ || owner->unfinished_ || !newest) return;
    if (owner->awaits(*newest)) refresh(*owner);
  };
  client.socket().async_wait(Socket::wait_write, waiting);
}

/// Waits for the client to say something or to leave. The wait owns the client.
void EventStreams::watch(EventStream& client) {
  const auto waiting = [this, owner = client.shared_from_this()](const ErrorCode& error) {
    if (owner->over_) return;
    if (error || !hear(*owner)) {
      end(*owner);
    } else {
      watch(*owner);
    }
  };
  client.socket().async_wait(Socket::wait_read, waiting);
}

/// Reads past what a client says; false if it is gone, or says too much.
bool EventStreams::hear(EventStream& client) {
  std::array<char, 4096> words;
  while (client.said_ < said_bytes) {
    ErrorCode error;
    client.said_ += static_cast<std::uint32_t>(client.read_some(words, error));
    if (error == asio::error::would_block) return true;
    if (error) return false;
  }
  return false;
}

void EventStreams::end(EventStream& client) {
  client.over_ = true;
  client.unlink();
  std::visit([](auto& stream) { stream.end_sending(); }, client.stream_);
  ErrorCode ignored;
  client.socket().close(ignored);
  --size_;
  metrics_.streams_closed.add();
}

void EventStreams::drain() {
  draining_ = true;
  for (Topic& topic : topics_) {
    while (!topic.clients.empty()) end(topic.clients.front());
  }
  while (!stuck_.empty()) end(stuck_.front());
  timer_.cancel();
}

Awaitable<void> EventStreams::sweep() {
  while (!draining_) {
    timer_.expires_after(std::min(sweep_interval, limits_.heartbeat));
    co_await timer_.async_wait(as_result);
    const auto now = Clock::now();
    drop_stuck(now);
    std::size_t turns = 0;
    for (Topic& topic : topics_) {
      while (!topic.clients.empty() && topic.clients.front().since_ + limits_.heartbeat <= now &&
             turns++ < heartbeats_a_sweep) {
        refresh(topic.clients.front());
      }
    }
  }
}

void EventStreams::drop_stuck(Clock::time_point now) {
  while (!stuck_.empty() && stuck_.front().since_ + limits_.write <= now) end(stuck_.front());
}

}  // namespace pancake
