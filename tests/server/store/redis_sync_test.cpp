#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <iostream>
#include <mutex>
#include <random>
#include <thread>

#include "catch.h"
#include "sample_extension.h"
#include "simulated_redis.h"
#include "store/redis_keys.h"
#include "store/redis_sync_machine.h"

namespace pancake {

using test::Dice;
using test::feature;
using test::sample_extension;
using test::SimulatedRedis;

namespace {

using namespace std::chrono_literals;

constexpr std::size_t schedules = 100'000;

/// What may happen to a schedule's Redis.
struct Weather {
  bool silent_changes = false;  ///< what nobody tells: then only the end can be right
};

/// One follower's machine against one simulated Redis, everything decided by a seed. Ends with
/// the first thing that is wrong, if there is one.
class Schedule {
 public:
  Schedule(std::uint64_t seed, const Weather& weather)
      : dice_(seed),
        weather_(weather),
        redis_(dice_, "pancake"),
        machine_(url(dice_), sample_extension(), static_cast<std::uint32_t>(seed)) {}

  std::string run() {
    for (auto writes = dice_.below(6); writes > 0; --writes) change();
    const auto events = 15 + dice_.below(40);
    for (std::size_t i = 0; i < events && problem_.empty(); ++i) step(true);
    // Then it is quiet, and in the end the last state must be what the store holds.
    stalled_ = false;
    down_ = false;
    for (int i = 0; i < 4000 && problem_.empty(); ++i) {
      if (idle_ && last_ == redis_.contents() && (!weather_.silent_changes || over())) return {};
      step(false);
    }
    if (problem_.empty()) wrong("in the end it has not what the store holds");
    return problem_;
  }

 private:
  static RedisUrl url(Dice& dice) {
    RedisUrl url;
    url.address.host = "simulated";
    if (dice.one_in(4)) url.password = "secret";
    if (dice.one_in(4)) url.database = 3;
    if (dice.one_in(4)) url.sentinels = {{"watch", 1}};
    return url;
  }

  /// Whether a whole pass has surely been since it became quiet.
  bool over() {
    if (!quiet_since_) quiet_since_ = now_;
    return now_ - *quiet_since_ > 70s;
  }

  /// The machine's next action, carried out.
  void step(bool wild) {
    idle_ = false;
    auto action = machine_.resume(std::move(event_), now_);
    event_ = SyncNext{};
    if (const auto* sent = std::get_if<SyncSend>(&action)) {
      if (redis_.is_connected()) redis_.receive(*sent);
      if (redis_.owed(sent->link) > RedisSyncMachine::most_outstanding) wrong("asks for too much");
    } else if (std::holds_alternative<SyncGive>(action)) {
      take(machine_.state());
    } else if (std::holds_alternative<SyncFail>(action)) {
      redis_.cut();
      lost_ = false;
    } else if (std::holds_alternative<SyncConnect>(action)) {
      connect();
    } else {
      event_ = wait(std::get<SyncWait>(action).until, wild);
    }
  }

  void connect() {
    if (down_ || (stalled_ && dice_.one_in(2))) {
      down_ = !dice_.one_in(3) && down_;
      event_ = SyncLost{{ErrorCode::store_unreachable, "refused"}};
      pass(1ms);
      return;
    }
    redis_.connect();
    event_ = SyncConnected{};
  }

  /// What happens until something happens to the machine.
  SyncEvent wait(SyncTime until, bool wild) {
    for (int i = 0; i < 50; ++i) {
      if (wild) happen();
      if (lost_) {
        lost_ = false;
        return SyncLost{{ErrorCode::store_unreachable, "cut"}};
      }
      const bool moves = redis_.is_connected() && !stalled_;
      if (moves && redis_.has_work() && !dice_.one_in(3)) {
        redis_.turn();
        pass(std::chrono::microseconds(dice_.below(200)));
      }
      const auto link = dice_.one_in(2) ? RedisLink::reader : RedisLink::listener;
      if (moves && redis_.has_sent(link) && !dice_.one_in(3)) return arrival(link);
      const bool nothing = !moves || (!redis_.has_work() && !redis_.has_sent(RedisLink::reader) &&
                                      !redis_.has_sent(RedisLink::listener));
      if (nothing && (!wild || dice_.one_in(2))) break;
      if (wild && dice_.one_in(200)) break;  // everything takes too long
    }
    idle_ = !redis_.has_work() && !redis_.has_sent(RedisLink::reader) &&
            !redis_.has_sent(RedisLink::listener);
    pass(std::max<SyncTime::duration>(until - now_, 0ms));
    return SyncTimeUp{};
  }

  SyncEvent arrival(RedisLink link) {
    auto replies = redis_.deliver(link, dice_.one_in(2));
    if (link == RedisLink::reader) return SyncReplies{std::move(replies)};
    SyncHeard event;
    for (auto& reply : replies) event.heard.add(std::move(reply));
    return event;
  }

  /// Something that others do, or nothing.
  void happen() {
    const auto what = dice_.below(100);
    if (what < 30) change();
    if (what == 30) cut();
    if (what == 31) stalled_ = !stalled_;
    if (what == 32) down_ = true;
    if (what == 33) {
      cut();
      redis_.restart();
    }
    if (what == 34) {
      const auto step = static_cast<std::int64_t>(dice_.below(4'000'000));
      redis_.step_clock(dice_.one_in(2) ? step : dice_.one_in(20) ? -step * 30 : -step);
    }
    if (what == 35) redis_.keep();
    if (what == 36 && weather_.silent_changes) redis_.swap();
  }

  void cut() {
    lost_ = redis_.is_connected();
    redis_.cut();
  }

  /// Flags and switches of one number are only ever written together, with the same text.
  void change() {
    const auto number = std::to_string(dice_.below(4));
    const auto text = std::to_string(++written_);
    const auto flag = "FLAG:pancake:F" + number;
    const auto tea = "SWITCH:pancake:F" + number;
    const auto id =
        "FLAG:pancake:k:user:" + std::string(dice_.one_in(2) ? "BETA:" : "NEW:") + number;
    switch (dice_.below(12)) {
      case 0: return redis_.write({{flag, std::nullopt}, {tea, std::nullopt}});
      case 1: return redis_.write({{id, text}, {"FLAG:pancake:t:user:NEW", "x"}});
      case 2: return redis_.write({{id, std::nullopt}});
      case 3: return redis_.define("f" + number, dice_.one_in(2));
      case 4: return redis_.log_and_accept();
      case 5: return redis_.put_list("SAMPLE:pancake:S" + number);
      case 6: return redis_.write({{"FLAG:pancake2:F", text}, {"PANCAKE:LOG:pancake2", text}});
      case 7:
        if (dice_.one_in(4)) return redis_.flush_all();
        return redis_.write({{"SAMPLE:pancake:S" + number, text}});
      default: return redis_.write({{flag, text}, {tea, text}});
    }
  }

  void take(const StoredState& state) {
    const auto contents = text_of(state);
    if (state.revision <= revision_) wrong("a revision goes back");
    revision_ = state.revision;
    last_ = contents;
    if (state.lineage.empty()) wrong("the store's run is not known");
    if (weather_.silent_changes) return;
    for (const auto& [name, value] : state.flags) {
      const auto tea = state.switches.find(name);
      if (tea == state.switches.end() || tea->second != value) wrong("a pair is torn");
    }
    if (state.flags.size() != state.switches.size()) wrong("a pair is torn");
    if (!redis_.held_at(state.revision, contents)) wrong("it never was what the store held");
  }

  /// The state in the words of SimulatedRedis::contents().
  static std::string text_of(const StoredState& state) {
    std::map<std::string, std::string> keys;
    const auto put = [&keys](const std::string& key, const StoredValue& value) {
      keys[key] = value.wrong_type ? "(" + value.text + ")" : value.text;
    };
    for (const auto& [name, value] : state.switches) put("SWITCH:pancake:" + name, value);
    for (const auto& [name, value] : state.flags) put("FLAG:pancake:" + name, value);
    for (const auto& [name, value] : state.samples) put("SAMPLE:pancake:" + name, value);
    for (const auto& one : state.overrides) {
      put(override_key("pancake", one.group, one.flag, one.object_id), one.value);
    }
    std::string all;
    for (const auto& [key, value] : keys) all += key + "=" + value + "\n";
    for (const auto& one : state.definitions) {
      all += "define " + one.name + (one.fallback->number == 1 ? " on\n" : " off\n");
    }
    return all + std::to_string(state.log_position) + " " + std::to_string(state.accepted);
  }

  void pass(SyncTime::duration time) {
    now_ += time;
    redis_.pass_time(static_cast<std::uint64_t>(
        std::chrono::duration_cast<std::chrono::microseconds>(time).count()));
  }

  void wrong(const std::string& what) {
    if (problem_.empty()) problem_ = what;
  }

  Dice dice_;
  Weather weather_;
  SimulatedRedis redis_;
  RedisSyncMachine machine_;
  SyncEvent event_ = SyncNext{};
  SyncTime now_{1h};
  std::optional<SyncTime> quiet_since_;
  bool idle_ = false;
  bool lost_ = false;     // a cut that the machine has not been told
  bool stalled_ = false;  // nothing moves on either connection
  bool down_ = false;     // nobody can connect
  std::uint64_t written_ = 0;
  std::uint64_t revision_ = 0;
  std::string last_ = "nothing";
  std::string problem_;
};

std::uint64_t seed() {
  const auto* const given = std::getenv("PANCAKE_SEED");
  return given != nullptr ? std::strtoull(given, nullptr, 10) : std::random_device{}();
}

/// Runs schedules on every core, each from a seed of its own, and gives what went wrong.
std::vector<std::string> run_all(std::uint64_t first, std::size_t count, const Weather& weather) {
  std::atomic<std::uint64_t> next{0};
  std::mutex mutex;
  std::vector<std::string> problems;
  {
    std::vector<std::jthread> threads;
    for (unsigned i = 0; i < std::max(1U, std::thread::hardware_concurrency()); ++i) {
      threads.emplace_back([&] {
        for (auto one = next++; one < count; one = next++) {
          const auto problem = Schedule(first + one, weather).run();
          if (problem.empty()) continue;
          const std::lock_guard lock(mutex);
          problems.push_back("seed " + std::to_string(first + one) + ": " + problem);
        }
      });
    }
  }
  return problems;
}

}  // namespace

TEST_CASE("whatever happens to Redis and the connections, every state is one that it held") {
  const auto first = seed();
  std::cout << "redis sync: seed " << first << "\n";
  const auto problems = run_all(first, schedules, {});
  for (const auto& problem : problems) UNSCOPED_INFO(problem);
  CHECK(problems.empty());
}

TEST_CASE("what Redis tells nobody is found out by the next pass") {
  const auto first = seed();
  std::cout << "redis sync: seed " << first << "\n";
  const auto problems = run_all(first, schedules / 100, {.silent_changes = true});
  for (const auto& problem : problems) UNSCOPED_INFO(problem);
  CHECK(problems.empty());
}

}  // namespace pancake
