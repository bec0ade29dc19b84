#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "store/redis_heard.h"
#include "store/redis_reply.h"
#include "store/redis_sync_event.h"

namespace pancake::test {

/// Even random numbers from a seed, cheap enough for a hundred thousand schedules.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}
  std::uint64_t roll() {
    state_ += 0x9E3779B97F4A7C15U;
    auto mixed = state_;
    mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9U;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBU;
    return mixed ^ (mixed >> 31U);
  }
  std::size_t below(std::size_t end) { return static_cast<std::size_t>(roll() % end); }
  bool one_in(std::size_t times) { return below(times) == 0; }

 private:
  std::uint64_t state_;
};

/// As much of Redis 7 as a follower sees: strings, a list in a string's place, the hash of
/// definitions, the log; MULTI; SCAN, which may give keys twice; invalidations, which are sent
/// at the end of a turn of the event loop, after that turn's replies to the listener and before
/// its replies to others; a clock of its own. Invalidations of a turn come in any order and
/// again later.
class SimulatedRedis {
 public:
  explicit SimulatedRedis(Dice& dice, std::string extension);

  // What others do.
  /// Writes all of them in one MULTI; no value deletes a key.
  void write(const std::map<std::string, std::optional<std::string>>& values);
  void put_list(const std::string& key);
  void define(const std::string& flag, bool on);
  void log_and_accept();
  void flush_all();
  /// Other contents without a word to anybody, as SWAPDB does it.
  void swap();
  /// A new process: connections end, and what is held is all, nothing, or what was kept.
  void restart();
  void keep() { kept_ = data_; }
  void step_clock(std::int64_t microseconds) {
    clock_ = static_cast<std::uint64_t>(static_cast<std::int64_t>(clock_) + microseconds);
  }
  void pass_time(std::uint64_t microseconds) { clock_ += microseconds; }

  // The two connections.
  void connect();
  void cut();
  [[nodiscard]] bool is_connected() const { return connected_; }
  void receive(const SyncSend& sent);
  /// How many replies are owed on a link, sent or not.
  [[nodiscard]] std::size_t owed(RedisLink link) const { return links_[at(link)].owed; }
  [[nodiscard]] bool has_work() const;
  /// A turn of its event loop: some commands of both links.
  void turn();
  [[nodiscard]] bool has_sent(RedisLink link) const { return !links_[at(link)].sent.empty(); }
  /// Some of what was sent, in order.
  std::vector<RedisReply> deliver(RedisLink link, bool all);

  /// What is held now, as text; and whether it was that at a moment with this time.
  [[nodiscard]] std::string contents() const;
  [[nodiscard]] bool held_at(std::uint64_t time, const std::string& contents) const;
  [[nodiscard]] std::uint64_t clock() const { return clock_; }

 private:
  struct Value {
    std::string type;
    std::string text;
  };
  struct Data {
    std::map<std::string, Value> keys;
    std::map<std::string, bool> definitions;
    std::uint64_t log = 0;
    std::uint64_t accepted = 0;
  };
  struct Link {
    std::deque<RedisCommand> received;
    std::deque<RedisReply> sent;
    std::size_t owed = 0;
    bool in_multi = false;
    std::vector<RedisCommand> queued;
  };
  static std::size_t at(RedisLink link) { return static_cast<std::size_t>(link); }

  void touch(const std::string& key);
  void tell(bool everything, std::vector<std::string> keys);
  void flush_invalidations();
  void run(Link& link, const RedisCommand& command, std::vector<RedisReply>& replies);
  RedisReply answer(const RedisCommand& command);
  RedisReply scan(const RedisCommand& command);
  RedisReply execute(Link& link);

  Dice& dice_;
  std::string extension_;
  Data data_;
  Data kept_;
  std::uint64_t clock_;
  std::string run_id_ = "first";
  bool connected_ = false;
  bool tracking_ = false;
  std::array<Link, 2> links_;
  bool everything_pending_ = false;
  std::set<std::string> pending_;
  std::vector<std::string> told_before_;
  std::map<std::string, std::string> cursors_;
  std::map<std::uint64_t, std::set<std::string>> moments_;
};

}  // namespace pancake::test
