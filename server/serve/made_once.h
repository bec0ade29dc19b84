#pragma once

#include <atomic>
#include <mutex>
#include <optional>

namespace pancake {

/// Something large that few ask for: made by the first who does, and then read by all. Any thread.
template <typename T>
class MadeOnce {
 public:
  MadeOnce() = default;
  MadeOnce(const MadeOnce&) = delete;
  MadeOnce& operator=(const MadeOnce&) = delete;

  /// Null until it is made. Waits for nobody.
  [[nodiscard]] const T* get() const noexcept { return ready_.load(std::memory_order_acquire); }

  /// What `make()` gave to the first caller; others wait for it.
  template <typename Make>
  const T& get_or_make(Make make) {
    const std::scoped_lock lock(mutex_);
    if (!made_) {
      made_.emplace(make());
      ready_.store(&*made_, std::memory_order_release);
    }
    return *made_;
  }

 private:
  std::mutex mutex_;
  std::optional<T> made_;  ///< guarded by mutex_; once there, never another one
  std::atomic<const T*> ready_{nullptr};
};

}  // namespace pancake
