#pragma once

#include <atomic>
#include <cstdint>

namespace pancake {

/// A number that one thread adds to and any thread reads. Adding is a load, an add and a store
/// of plain memory: nothing is locked and no line of cache is shared with other writers.
class Counter {
 public:
  void add(std::uint64_t more = 1) noexcept {
    value_.store(value_.load(std::memory_order_relaxed) + more, std::memory_order_relaxed);
  }
  [[nodiscard]] std::uint64_t value() const noexcept {
    return value_.load(std::memory_order_relaxed);
  }

 private:
  std::atomic<std::uint64_t> value_{0};
};

}  // namespace pancake
