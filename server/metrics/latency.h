#pragma once

#include <array>
#include <chrono>

#include "metrics/counter.h"

namespace pancake {

/// How often something took how long, counted by one thread and read by any.
class Latency {
 public:
  /// Upper bounds of the buckets, ascending; what takes longer is counted beyond the last.
  static constexpr std::array<std::chrono::microseconds, 14> bounds{
      {std::chrono::microseconds(25), std::chrono::microseconds(50), std::chrono::microseconds(100),
       std::chrono::microseconds(250), std::chrono::microseconds(500), std::chrono::milliseconds(1),
       std::chrono::microseconds(2500), std::chrono::milliseconds(5), std::chrono::milliseconds(10),
       std::chrono::milliseconds(25), std::chrono::milliseconds(100),
       std::chrono::milliseconds(500), std::chrono::seconds(2), std::chrono::seconds(10)}};

  void record(std::chrono::nanoseconds took) noexcept {
    std::size_t bucket = 0;
    while (bucket < bounds.size() && took > bounds[bucket]) ++bucket;
    buckets_[bucket].add();
    nanoseconds_.add(static_cast<std::uint64_t>(took.count()));
  }

  /// How many fell into each bucket; the last place is those beyond all bounds.
  [[nodiscard]] std::uint64_t in_bucket(std::size_t bucket) const noexcept {
    return buckets_[bucket].value();
  }
  [[nodiscard]] double total_seconds() const noexcept {
    return static_cast<double>(nanoseconds_.value()) / 1e9;
  }

 private:
  std::array<Counter, bounds.size() + 1> buckets_;
  Counter nanoseconds_;
};

}  // namespace pancake
