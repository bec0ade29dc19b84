#pragma once

#include <boost/asio/experimental/concurrent_channel.hpp>
#include <memory>
#include <mutex>
#include <vector>

namespace pancake {

/// Tells the followers of a store that this very process wrote to it. Any thread may call
/// anything.
class Bells {
 public:
  /// Capacity 1: a follower that is busy hears one ring, not many.
  using Bell = boost::asio::experimental::concurrent_channel<void(boost::system::error_code)>;

  void add(const std::shared_ptr<Bell>& bell) {
    const std::scoped_lock lock(mutex_);
    bells_.push_back(bell);
  }

  void remove(const std::shared_ptr<Bell>& bell) {
    const std::scoped_lock lock(mutex_);
    std::erase(bells_, bell);
  }

  void ring() {
    const std::scoped_lock lock(mutex_);
    for (const auto& bell : bells_) bell->try_send(boost::system::error_code{});
  }

 private:
  std::mutex mutex_;
  std::vector<std::shared_ptr<Bell>> bells_;
};

}  // namespace pancake
