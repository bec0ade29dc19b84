// What the sync machine reads and when it gives: passes, moments, barriers.

#include <algorithm>

#include "store/redis_definitions.h"
#include "store/redis_error.h"
#include "store/redis_sync_machine.h"

namespace pancake {

namespace {

using namespace std::chrono_literals;

constexpr auto pass_interval = 30s;
constexpr auto longest_clock_wait = 1s;
/// A clock that is further behind than this, in microseconds, is told as an error.
constexpr std::uint64_t far_behind = 5'000'000;
/// As many keys are read at one moment at most: 2 ms of Redis' time.
constexpr std::size_t keys_a_moment = 2000;
/// While everything is read, so many changed keys wait; more are read on the way.
constexpr std::size_t keys_that_wait = 1000;
/// More differences than this are not looked into one by one.
constexpr std::size_t most_untold = 10'000;

}  // namespace

void RedisSyncMachine::read_what_is_due() {
  if (everything_) begin_reading(true);
  const bool may_settle = !settling_ && (phase_ == Phase::following || !pass_);
  if (may_settle && changed_.size() > keys_a_moment) begin_reading(false);
  if (phase_ == Phase::following && !pass_ && now_ >= next_pass_) begin_comparing();
  if (pass_ && !step_under_way_) step_pass();
  if (settling_is_due()) settle(std::exchange(changed_, {}));
}

bool RedisSyncMachine::settling_is_due() const {
  // One at a time, also of those that were given up.
  if (settling_ || moment_under_way_ || listener_.outstanding() > 1) return false;
  if (phase_ == Phase::reading) return !pass_;
  return !changed_.empty() || doubt_ || (clock_wait_ && now_ >= *clock_wait_);
}

/// Reads all keys, or only those that changed, and gives nothing before that is settled.
void RedisSyncMachine::begin_reading(bool whole) {
  take_over();
  phase_ = Phase::reading;
  everything_ = false;
  doubt_ = false;
  step_is_stale_ = step_under_way_;
  settling_.reset();
  untold_.clear();
  clock_wait_.reset();
  if (whole) {
    pass_.emplace(store_, extension_.name);
    held_.begin_walk();
    changed_ = own_keys_;
  } else {
    pass_.emplace(store_, extension_.name, std::vector<std::string>{});
    read_on_the_way();
  }
}

/// Has the pass read what changed. What changes once more is heard of once more.
void RedisSyncMachine::read_on_the_way() {
  std::vector<std::string> keys;
  std::ranges::set_difference(changed_, own_keys_, std::back_inserter(keys));
  for (const auto& key : keys) changed_.erase(key);
  pass_->add(keys);
}

/// Goes over all keys in the background and holds them against what is held.
void RedisSyncMachine::begin_comparing() {
  pass_.emplace(store_, extension_.name);
  held_.begin_walk();
  changed_.insert(own_keys_.begin(), own_keys_.end());
}

void RedisSyncMachine::step_pass() {
  if (phase_ == Phase::reading && changed_.size() > keys_that_wait) read_on_the_way();
  auto commands = pass_->next();
  if (commands.empty()) return end_pass();
  step_under_way_ = true;
  send(RedisLink::reader, Purpose::pass, std::move(commands));
}

void RedisSyncMachine::on_pass_step(std::vector<RedisReply>& replies) {
  step_under_way_ = false;
  if (std::exchange(step_is_stale_, false) || !pass_) return;
  auto step = pass_->take(replies);
  if (!step) return fail(step.error());
  found_ = std::move(*step);
}

/// Takes over what a step found. That is put off until the next step is sent, so that Redis and
/// this thread work at the same time, but never past anything else that happens.
void RedisSyncMachine::take_over() {
  for (auto& one : std::exchange(found_, {})) found(one);
}

void RedisSyncMachine::found(RedisFound& found) {
  if (phase_ == Phase::reading) {
    other_ |= found.value ? held_.set(std::move(found.key), std::move(*found.value))
                          : held_.erase(found.key);
    return;
  }
  held_.mark(found.key);
  const auto* const held = held_.find(found.key);
  const bool same = found.value ? held != nullptr && *held == *found.value : held == nullptr;
  if (!same) differ(found.key);
}

/// Takes note of a difference that may be one that Redis will never tell.
void RedisSyncMachine::differ(const std::string& key) {
  const bool awaited = changed_.contains(key) || (settling_ && settling_->keys.contains(key));
  if (!awaited) untold_.insert(key);
}

void RedisSyncMachine::end_pass() {
  take_over();
  const bool whole = pass_->is_whole();
  pass_.reset();
  if (whole) next_pass_ = now_ + pass_interval;
  if (phase_ == Phase::reading) {
    if (!whole) return;
    for (const auto& key : held_.not_come_by()) other_ |= held_.erase(key);
    return;
  }
  for (const auto& key : held_.not_come_by()) differ(key);
  doubt_ = !untold_.empty();
  if (untold_.size() > most_untold) begin_reading(true);
}

/// Reads these keys at one moment.
void RedisSyncMachine::settle(std::set<std::string> keys) {
  moment_under_way_ = true;
  auto commands = moment_commands(extension_.name, keys);
  settling_.emplace(Settling{std::move(keys), std::nullopt});
  send(RedisLink::reader, Purpose::moment, std::move(commands));
}

void RedisSyncMachine::on_moment(std::vector<RedisReply>& replies) {
  moment_under_way_ = false;
  if (!settling_) return;
  auto moment = read_moment(store_, extension_.name, settling_->keys, replies);
  if (!moment) return fail(moment.error());
  for (auto& [key, value] : moment->found) {
    other_ |= value ? held_.set(key, std::move(*value)) : held_.erase(key);
  }
  if (moment->definitions) {
    std::vector<std::string> problems;
    auto definitions = read_definitions(*moment->definitions, problems);
    other_ |= held_.set_definitions(std::move(definitions), std::move(problems));
  }
  hold(moment->log_position, log_position_);
  hold(moment->accepted, accepted_);
  settling_->time = moment->time;
  send(RedisLink::listener, Purpose::sign_of_life, {RedisCommand(1, "PING")});
}

/// Holds a number of ours, if it was read.
void RedisSyncMachine::hold(const std::optional<std::uint64_t>& read, std::uint64_t& held) {
  if (!read || *read == held) return;
  held = *read;
  other_ = true;
}

/// All that changed before the moment was heard of by now.
void RedisSyncMachine::on_barrier() {
  auto [keys, time] = std::move(*settling_);
  settling_.reset();
  if (everything_) return;  // a new reading is due
  if (std::ranges::includes(keys, changed_)) return settled(*time);
  changed_.merge(keys);
  // More than one moment can hold are read anew, else they are settled at another moment.
  if (changed_.size() > keys_a_moment) begin_reading(false);
}

void RedisSyncMachine::settled(std::uint64_t time) {
  phase_ = Phase::following;
  if (std::exchange(doubt_, false) && !untold_.empty()) return begin_reading(true);
  clock_wait_.reset();
  if (is_far_behind(time)) return fail(clock_behind(time));
  if (time <= given_) {
    const auto behind = std::chrono::microseconds(given_ - time + 1);
    clock_wait_ = now_ + std::min<SyncTime::duration>(behind, longest_clock_wait);
    return;
  }
  if (!other_) return;
  moment_ = time;
  give_ = true;
}

bool RedisSyncMachine::is_far_behind(std::uint64_t time) const {
  return time + far_behind < given_;
}

Error RedisSyncMachine::clock_behind(std::uint64_t time) const {
  return redis_lost(store_, "its clock is " + std::to_string((given_ - time) / 1'000'000) +
                                " s behind what was read before: nothing is taken over until it "
                                "has passed that");
}

}  // namespace pancake
