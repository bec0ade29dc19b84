#pragma once

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/intrusive/list.hpp>
#include <cstdint>
#include <deque>
#include <memory>
#include <string_view>
#include <variant>

#include "http/event_hub.h"
#include "http/limits.h"
#include "http/plain_stream.h"
#include "http/tls_stream.h"
#include "metrics/request_metrics.h"

namespace pancake {

using ClientStream = std::variant<PlainStream, TlsStream>;

/// One client that hears events. It has no coroutine, no buffer and no queue: it knows what it was
/// sent last, and at most one event of which it has taken only a part.
class EventStream : public std::enable_shared_from_this<EventStream>,
                    public boost::intrusive::list_base_hook<
                        boost::intrusive::link_mode<boost::intrusive::auto_unlink>> {
 public:
  EventStream(ClientStream stream, std::uint32_t topic, std::uint64_t awaited)
      : stream_(std::move(stream)), awaited_(awaited), topic_(topic) {}

  [[nodiscard]] bool awaits(const Event& event) const { return awaited_ <= event.revision; }

 private:
  friend class EventStreams;

  Socket& socket() noexcept;
  std::size_t write_some(std::string_view bytes, boost::system::error_code& error);
  std::size_t read_some(std::span<char> bytes, boost::system::error_code& error);

  ClientStream stream_;
  std::shared_ptr<const Event> unfinished_;  ///< what it has taken `taken_` bytes of
  Clock::time_point since_;                  ///< last wrote something, or does not take bytes
  std::uint64_t awaited_;                    ///< the lowest revision that is news to it
  std::uint32_t topic_;
  std::uint32_t taken_ = 0;
  std::uint32_t said_ = 0;  ///< bytes that came from it, though nothing has to
  bool over_ = false;
};

/// All clients of one thread that hear events. Each event is written to all of them directly, a
/// part of them at a time, so that requests are answered in between; a client that is behind
/// skips to the newest event, one that takes no bytes for the write limit is dropped.
class EventStreams {
 public:
  /// The context, the hub and the metrics must outlive it.
  EventStreams(boost::asio::io_context& context, EventHub& hub, const Limits& limits,
               RequestMetrics& metrics);
  EventStreams(const EventStreams&) = delete;
  EventStreams& operator=(const EventStreams&) = delete;

  [[nodiscard]] EventHub& hub() noexcept { return hub_; }
  /// Whether no further client can be taken.
  [[nodiscard]] bool full() const noexcept { return draining_ || size_ >= limits_.event_streams; }

  /// Takes a client over to which this revision and those above are news.
  void adopt(ClientStream stream, std::size_t topic, std::uint64_t awaited);

  /// Looks for new events soon; from any thread.
  void notify();

  /// Ends all streams and takes no more.
  void drain();

 private:
  using List = boost::intrusive::list<EventStream, boost::intrusive::constant_time_size<false>>;
  /// Clients of a topic, the one that was written to longest ago in front. Those that have not
  /// had the newest event are therefore in front of those that have.
  struct Topic {
    std::shared_ptr<const Event> newest;
    List clients;
  };

  void know_topics();
  void look();
  bool send_newest(Topic& topic, std::size_t& turns);
  void refresh(EventStream& client);
  void write(EventStream& client, std::shared_ptr<const Event> event, std::size_t from);
  void wait_until_writable(EventStream& client);
  void watch(EventStream& client);
  bool hear(EventStream& client);
  void end(EventStream& client);
  Awaitable<void> sweep();
  void drop_stuck(Clock::time_point now);

  boost::asio::io_context& context_;
  EventHub& hub_;
  const Limits limits_;
  RequestMetrics& metrics_;
  Timer timer_;
  std::deque<Topic> topics_;
  List stuck_;  ///< clients that do not take bytes, the one for longest in front
  const std::shared_ptr<const Event> heartbeat_;
  std::size_t size_ = 0;
  std::atomic<bool> notified_{false};
  bool draining_ = false;
};

}  // namespace pancake
