#include "http/connections.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <ctime>

namespace pancake {
namespace {

constexpr std::chrono::milliseconds sweep_interval{250};

}  // namespace

Clock::time_point rough_now() noexcept {
  timespec tick{};
  ::clock_gettime(CLOCK_MONOTONIC_COARSE, &tick);
  return Clock::time_point(std::chrono::seconds(tick.tv_sec) +
                           std::chrono::nanoseconds(tick.tv_nsec));
}

void TimedConnection::expire() {
  expired_ = true;
  boost::system::error_code ignored;
  socket_.cancel(ignored);
}

Connections::Connections(boost::asio::io_context& context, const Limits& limits,
                         RequestMetrics& metrics)
    : limits_(limits), metrics_(metrics), timer_(context.get_executor()) {
  boost::asio::co_spawn(context.get_executor(), sweep(), boost::asio::detached);
}

void Connections::add(TimedConnection& connection) {
  all_.push_back(connection);
  metrics_.connections_opened.add();
}

void Connections::remove(TimedConnection& connection) {
  metrics_.connections_closed.add();
  all_.erase(all_.iterator_to(connection));
  if (draining_ && all_.empty()) timer_.cancel();
}

void Connections::drain() {
  draining_ = true;
  drain_deadline_ = Clock::now() + limits_.drain;
  for (TimedConnection& connection : all_) {
    if (connection.idle()) connection.expire();
  }
  if (all_.empty()) timer_.cancel();
}

void Connections::expire_late() {
  const auto now = Clock::now();
  const bool all_late = draining_ && now >= drain_deadline_;
  for (TimedConnection& connection : all_) {
    if (all_late || now >= connection.deadline_) connection.expire();
  }
}

Awaitable<void> Connections::sweep() {
  while (!draining_ || !all_.empty()) {
    timer_.expires_after(sweep_interval);
    co_await timer_.async_wait(as_result);
    expire_late();
  }
}

}  // namespace pancake
