#pragma once

#include <array>
#include <vector>

#include "metrics/counter.h"
#include "metrics/latency.h"

namespace pancake {

/// What is counted of one route.
struct RouteMetrics {
  static constexpr unsigned first_status = 100;
  static constexpr unsigned statuses = 500;

  std::array<Counter, statuses> by_status;  ///< from 100 on
  Latency latency;
};

/// What one thread counts of connections and requests; /metrics adds the threads up. Two routes
/// stand behind those of the table: requests that no route fits, and requests that were refused
/// before anybody looked at their path.
class RequestMetrics {
 public:
  /// `routes`: how many the table has.
  explicit RequestMetrics(std::size_t routes = 0) : routes_(routes + 2) {}

  [[nodiscard]] std::size_t no_route() const noexcept { return routes_.size() - 2; }

  /// A request of a route was answered with this status. `took`: from its last byte to the
  /// answer's first.
  void answered(std::size_t route, unsigned status, std::chrono::nanoseconds took) noexcept {
    count(routes_[route], status);
    routes_[route].latency.record(took);
  }
  /// A request was refused by its form.
  void refused(unsigned status) noexcept { count(routes_.back(), status); }

  Counter connections_opened;
  Counter connections_closed;
  Counter streams_opened;  ///< of server-sent events
  Counter streams_closed;

  /// Those of the table, in its order, and the two behind them.
  [[nodiscard]] const std::vector<RouteMetrics>& routes() const noexcept { return routes_; }

 private:
  static void count(RouteMetrics& route, unsigned status) noexcept {
    const unsigned place = status - RouteMetrics::first_status;
    if (place < RouteMetrics::statuses) route.by_status[place].add();
  }

  std::vector<RouteMetrics> routes_;
};

}  // namespace pancake
