#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace pancake {

/// "Revision N is there", as it goes over the wire to every client.
struct Event {
  std::uint64_t revision;
  std::string text;
};

/// The newest event of each topic (an extension, by its name), between the thread that publishes
/// and those that have the clients. An event makes all older ones of its topic worthless, so there
/// is no queue. Any thread may call anything, listen() excepted.
class EventHub {
 public:
  /// Says that a revision can be had from here on. One that is not newer is ignored.
  void publish(std::string_view topic, std::uint64_t revision);

  /// The number of a topic. They count from 0, and none ever goes.
  [[nodiscard]] std::size_t number_of(std::string_view topic);
  [[nodiscard]] std::size_t topics() const;

  /// Null before the first.
  [[nodiscard]] std::shared_ptr<const Event> newest(std::size_t topic) const;

  /// `listener` is called on the publishing thread after each event. Only before the first
  /// publish(); it must outlive the last one.
  void listen(std::function<void()> listener) { listeners_.push_back(std::move(listener)); }

 private:
  struct Topic {
    std::string name;
    std::shared_ptr<const Event> newest;
  };

  Topic& topic_of(std::string_view name);

  std::vector<std::function<void()>> listeners_;
  mutable std::mutex mutex_;
  std::vector<Topic> topics_;  ///< guarded by mutex_
};

}  // namespace pancake
