#pragma once

#include <mutex>
#include <optional>
#include <utility>

namespace pancake {

/// Something large that few ask for: made by the first who does, and then read by all. Any thread.
template <typename T>
class MadeOnce {
 public:
  MadeOnce() = default;
  MadeOnce(const MadeOnce&) = delete;
  MadeOnce& operator=(const MadeOnce&) = delete;

  /// What `make()` gave to the first caller; others wait for it.
  template <typename Make>
  const T& get(Make make) {
    const std::scoped_lock lock(mutex_);
    if (!made_) made_.emplace(make());
    return *made_;
  }

 private:
  std::mutex mutex_;
  std::optional<T> made_;  ///< guarded by mutex_; once there, never another one
};

}  // namespace pancake
