#include <catch.h>

#include <random>

#include "sync/store_guard.h"

namespace pancake {
namespace {

using Verdict = Judgement::Verdict;

/// A Redis with ten switches, which writes a log (or, like a Flask application, does not),
/// is saved now and then, and is killed.
class Model {
 public:
  explicit Model(std::uint32_t seed) : random_(seed) {
    for (int name = 0; name < 10; ++name) now_.switches["W" + std::to_string(name)].text = "0";
    saved_ = now_;
  }

  void write(bool logged) {
    tick();
    now_.switches["W" + std::to_string(roll(10))].text = std::to_string(clock_);
    if (logged) now_.log_position = clock_;
  }
  void save() { saved_ = now_; }
  /// Gives whether anything was lost.
  bool die(bool everything) {
    const std::string lineage = "run " + std::to_string(++runs_);
    const auto before = content_hash(now_);
    now_ = everything ? StoredState{} : saved_;
    now_.lineage = lineage;
    saved_ = now_;
    return content_hash(now_) != before;
  }
  void accept() {
    tick();
    now_.accepted = clock_;
  }
  StoredState read() {
    tick();
    auto state = now_;
    state.revision = clock_;
    return state;
  }
  std::uint32_t roll(std::uint32_t below) { return static_cast<std::uint32_t>(random_() % below); }

 private:
  void tick() { clock_ += 1 + roll(3); }

  std::minstd_rand random_;
  std::uint64_t clock_ = 0;
  int runs_ = 0;
  StoredState now_;
  StoredState saved_;
};

/// One server's life: reads after every event and holds the rules against what it is told.
void live(std::uint32_t seed, OlderStore policy) {
  CAPTURE(seed);
  Model store(seed);
  StoreGuard guard(policy);
  StateMark served;
  const auto publish = [&](const StateMark& mark) {
    REQUIRE(mark.revision > served.revision);
    served = mark;
    guard.serve(mark);
  };
  publish(mark_of(store.read()));
  for (int step = 0; step < 60; ++step) {
    bool lost = false;
    const auto event = store.roll(8);
    if (event < 4) store.write(event < 3);
    if (event == 4) store.save();
    if (event >= 5 && event <= 6) lost = store.die(event == 5);
    if (event == 7) {  // this server is started anew, with what it kept on its disk
      const auto earlier = guard.earlier();
      guard = StoreGuard(policy);
      guard.resume(served, earlier);
    }
    auto mark = mark_of(store.read());
    auto judged = guard.judge(mark);
    if (!lost) {
      REQUIRE(judged.verdict != Verdict::hold);
    }
    if (lost && policy == OlderStore::hold) {
      REQUIRE(judged.verdict == Verdict::hold);
      // It stays held while the store is only read …
      REQUIRE(guard.judge(mark_of(store.read())).verdict == Verdict::hold);
      store.accept();
      mark = mark_of(store.read());
      judged = guard.judge(mark);
    }
    REQUIRE(judged.verdict == Verdict::publish);  // … or once it is accepted
    publish(mark);
    REQUIRE(mark.content == mark_of(store.read()).content);
  }
}

}  // namespace

TEST_CASE("what a store lost is noticed each time, and nothing else is held up") {
  for (std::uint32_t seed = 1; seed <= 2000; ++seed) live(seed, OlderStore::hold);
}

TEST_CASE("with the policy `accept` a server always shows what the store holds") {
  for (std::uint32_t seed = 1; seed <= 2000; ++seed) live(seed, OlderStore::accept);
}

}  // namespace pancake
