#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>

namespace pancake {

/// How long to wait before the next attempt: 100 ms, doubled each time up to 2 s, of which a
/// random part of up to a half is taken away, so that many servers do not come back at once.
class Backoff {
 public:
  /// `random` is any evenly spread number.
  [[nodiscard]] std::chrono::milliseconds next(std::uint32_t random) noexcept {
    const auto full = step_;
    step_ = std::min(step_ * 2, longest);
    return full - std::chrono::milliseconds(random % (full.count() / 2 + 1));
  }
  void reset() noexcept { step_ = shortest; }

 private:
  static constexpr std::chrono::milliseconds shortest{100};
  static constexpr std::chrono::milliseconds longest{2000};
  std::chrono::milliseconds step_ = shortest;
};

}  // namespace pancake
