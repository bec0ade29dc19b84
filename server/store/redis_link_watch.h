#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <optional>
#include <utility>
#include <vector>

#include "store/redis_reply.h"
#include "store/redis_sync_event.h"

namespace pancake {

/// Which replies are still to come on one connection, what they are for, and since when it is
/// silent.
template <typename Purpose>
class RedisLinkWatch {
 public:
  struct Answer {
    Purpose purpose;
    std::vector<RedisReply> replies;
  };

  /// Forgets everything: a new connection.
  void reset() {
    expected_.clear();
    got_.clear();
    outstanding_ = 0;
  }

  /// `count` more replies are to come.
  void expect(Purpose purpose, std::size_t count, SyncTime now) {
    if (expected_.empty()) silent_since_ = now;
    expected_.push_back({purpose, count});
    outstanding_ += count;
  }

  /// Anything was heard, be it nobody's reply.
  void heard(SyncTime now) { silent_since_ = now; }

  /// Takes the next reply. Gives an answer when it was the last one of its kind; `odd` is set if
  /// nobody waits for a reply.
  std::optional<Answer> take(RedisReply reply, bool& odd) {
    odd = expected_.empty();
    if (odd) return std::nullopt;
    --outstanding_;
    got_.push_back(std::move(reply));
    if (got_.size() < expected_.front().count) return std::nullopt;
    Answer answer{expected_.front().purpose, std::move(got_)};
    got_.clear();
    expected_.pop_front();
    return answer;
  }

  [[nodiscard]] bool is_idle() const noexcept { return expected_.empty(); }
  [[nodiscard]] std::size_t outstanding() const noexcept { return outstanding_; }

  /// When silence has lasted too long; no value while no reply is to come.
  [[nodiscard]] std::optional<SyncTime> patience_ends() const {
    if (expected_.empty()) return std::nullopt;
    return silent_since_ + patience;
  }

 private:
  static constexpr auto patience = std::chrono::seconds(3);
  struct Expected {
    Purpose purpose;
    std::size_t count;
  };
  std::deque<Expected> expected_;
  std::vector<RedisReply> got_;
  std::size_t outstanding_ = 0;
  SyncTime silent_since_;
};

}  // namespace pancake
