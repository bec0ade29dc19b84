#pragma once

#include <boost/intrusive/list.hpp>

#include "http/executor.h"
#include "http/limits.h"
#include "metrics/request_metrics.h"

namespace pancake {

/// The time of the kernel's last tick, some milliseconds ago: read in a fifth of the time that the
/// exact one takes, and as good for limits that are looked at four times a second.
[[nodiscard]] Clock::time_point rough_now() noexcept;

/// A connection as its set sees it: a socket, until when something has to happen on it, and
/// whether it is between two requests.
class TimedConnection : public boost::intrusive::list_base_hook<> {
 public:
  explicit TimedConnection(Socket& socket) : socket_(socket) {}
  TimedConnection(const TimedConnection&) = delete;
  TimedConnection& operator=(const TimedConnection&) = delete;

  /// Sets what happens next and how long it may take.
  void expect(Clock::duration limit, bool idle) {
    deadline_ = rough_now() + limit;
    idle_ = idle;
    expired_ = false;
  }
  /// Whether the last operation was broken off because its time was over.
  [[nodiscard]] bool expired() const noexcept { return expired_; }
  [[nodiscard]] bool idle() const noexcept { return idle_; }

 private:
  friend class Connections;
  void expire();

  Socket& socket_;
  Clock::time_point deadline_;
  bool idle_ = true;
  bool expired_ = false;
};

/// All connections of one thread. Instead of a timer for each operation, one timer looks for
/// those whose time is over, four times a second.
class Connections {
 public:
  /// What happens to them is counted in `metrics`, which must outlive them.
  Connections(boost::asio::io_context& context, const Limits& limits, RequestMetrics& metrics);

  void add(TimedConnection& connection);
  void remove(TimedConnection& connection);

  /// Lets every request in flight be answered, closes everything else, and then lets the
  /// thread run dry; after the drain limit whatever is left is broken off.
  void drain();

  [[nodiscard]] bool draining() const noexcept { return draining_; }
  [[nodiscard]] const Limits& limits() const noexcept { return limits_; }
  [[nodiscard]] RequestMetrics& metrics() noexcept { return metrics_; }
  [[nodiscard]] std::size_t size() const noexcept { return all_.size(); }

 private:
  Awaitable<void> sweep();
  void expire_late();

  Limits limits_;
  RequestMetrics& metrics_;
  Timer timer_;
  boost::intrusive::list<TimedConnection> all_;
  bool draining_ = false;
  Clock::time_point drain_deadline_;
};

}  // namespace pancake
