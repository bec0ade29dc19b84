#pragma once

#include <boost/asio/experimental/concurrent_channel.hpp>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace pancake {

/// Tells the followers of a store that this very process wrote to it. Any thread may call
/// anything.
class Bells {
 public:
  /// Capacity 1: a follower that is busy hears one ring, not many.
  using Bell = boost::asio::experimental::concurrent_channel<void(boost::system::error_code)>;

  /// A bell that rings as long as this lives. To be hung up before what it tells of is looked at,
  /// so that nothing in between is missed.
  class Hung {
   public:
    Hung(Bells& bells, const boost::asio::any_io_executor& executor)
        : bells_(bells), bell_(std::make_shared<Bell>(executor, 1)) {
      bells_.add(bell_);
    }
    ~Hung() { bells_.remove(bell_); }
    Hung(const Hung&) = delete;
    Hung& operator=(const Hung&) = delete;

    Bell& operator*() const { return *bell_; }

   private:
    Bells& bells_;
    std::shared_ptr<Bell> bell_;
  };

  void ring() {
    const std::scoped_lock lock(mutex_);
    for (const auto& bell : bells_) bell->try_send(boost::system::error_code{});
  }

 private:
  void add(std::shared_ptr<Bell> bell) {
    const std::scoped_lock lock(mutex_);
    bells_.push_back(std::move(bell));
  }
  void remove(const std::shared_ptr<Bell>& bell) {
    const std::scoped_lock lock(mutex_);
    std::erase(bells_, bell);
  }

  std::mutex mutex_;
  std::vector<std::shared_ptr<Bell>> bells_;
};

}  // namespace pancake
