#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "http/executor.h"
#include "serve/published.h"

namespace pancake {

/// Requests that wait for a revision of one extension.
class RevisionWaits {
 public:
  /// Hears of every publication from now on; both live as long as the site.
  explicit RevisionWaits(PublishedExtension& extension);
  RevisionWaits(const RevisionWaits&) = delete;
  RevisionWaits& operator=(const RevisionWaits&) = delete;

  /// Comes back on the caller's thread as soon as this revision or a later one is published:
  /// true; or when the time is up: false.
  Awaitable<bool> reach(std::uint64_t revision, std::chrono::milliseconds limit);

 private:
  struct Waiter;
  class Listed;

  [[nodiscard]] bool is_reached(std::uint64_t revision) const;
  void wake(std::uint64_t revision);

  PublishedExtension& extension_;
  std::mutex mutex_;
  std::vector<std::shared_ptr<Waiter>> waiters_;  ///< guarded by mutex_
};

}  // namespace pancake
