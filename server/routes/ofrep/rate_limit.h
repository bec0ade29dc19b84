#pragma once

#include <chrono>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace pancake::ofrep {

/// How many evaluation requests one peer address may send: so many a second, and as many at once.
/// Safe to use from many threads.
class RateLimit {
 public:
  using Clock = std::chrono::steady_clock;

  /// `per_second` is above 0.
  explicit RateLimit(double per_second) : per_second_(per_second) {}

  /// Whether this peer's request is within the limit; one that is not does not count.
  [[nodiscard]] bool take(std::string_view peer, Clock::time_point now);

  /// How many peers are remembered: those of the last moments, however many there were.
  [[nodiscard]] std::size_t known_peers() const;

 private:
  struct Bucket {
    double requests;  ///< that may still come
    Clock::time_point filled;
  };

  void forget_idle(Clock::time_point now);

  double per_second_;
  mutable std::mutex mutex_;
  std::unordered_map<std::string, Bucket> buckets_;  ///< guarded by mutex_
  Clock::time_point next_sweep_{};                   ///< guarded by mutex_
};

}  // namespace pancake::ofrep
