#pragma once

#include <chrono>
#include <thread>

namespace pancake {

/// Whether a condition that another thread brings about comes true within four seconds.
template <typename Condition>
bool soon(Condition condition) {
  for (int attempt = 0; attempt < 2000; ++attempt) {
    if (condition()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  return false;
}

}  // namespace pancake
