#include "sync/store_guard.h"

#include <catch.h>

#include <algorithm>

namespace pancake {
namespace {

using Verdict = Judgement::Verdict;

StateMark mark(std::uint64_t revision, std::uint64_t content, std::uint64_t log_position = 0) {
  StateMark made;
  made.revision = revision;
  made.lineage = "first";
  made.log_position = log_position;
  made.entries = 10;
  made.content = content;
  return made;
}

StateMark restarted(StateMark made) {
  made.lineage = "second";
  return made;
}

StoreGuard serving(const StateMark& served, OlderStore policy = OlderStore::hold) {
  StoreGuard guard(policy);
  guard.serve(served);
  return guard;
}

StoredState stored() {
  StoredState state;
  state.switches["A"] = {"1"};
  state.flags["A"] = {"1"};
  state.overrides = {{"user", "A", "1", {"1"}}, {"user", "A", "2", {"0"}}};
  state.definitions = {{FeatureKind::flag, "a", FeatureDefault{1, "true"}, "", false}};
  return state;
}

}  // namespace

TEST_CASE("the first state is believed, whatever it is") {
  CHECK(StoreGuard(OlderStore::hold).judge(StateMark{}).verdict == Verdict::publish);
}

TEST_CASE("a running store is believed: also when it goes back to what it held before") {
  auto guard = serving(mark(1, 100));
  guard.serve(mark(2, 200));
  CHECK(guard.judge(mark(3, 100)).verdict == Verdict::publish);
}

TEST_CASE("the content that is served is nothing new, or a new revision of it") {
  const auto guard = serving(mark(5, 100, 4));
  CHECK(guard.judge(mark(5, 100, 4)).verdict == Verdict::nothing);
  CHECK(guard.judge(restarted(mark(3, 100, 2))).verdict == Verdict::nothing);
  CHECK(guard.judge(restarted(mark(6, 100, 2))).verdict == Verdict::publish);
}

TEST_CASE("other content at a revision that is not higher is held, and nothing accepts it") {
  auto next = mark(5, 200);
  next.accepted = 9;
  for (const auto policy : {OlderStore::hold, OlderStore::accept}) {
    const auto judged = serving(mark(5, 100), policy).judge(next);
    CHECK(judged.verdict == Verdict::hold);
    CHECK(judged.why.find("revision 5, and 5 is served") != std::string::npos);
  }
}

TEST_CASE("a log that ends earlier than it did has lost changes, restarted or not") {
  const auto guard = serving(mark(5, 100, 4));
  CHECK(guard.judge(mark(6, 200, 3)).verdict == Verdict::hold);
  CHECK(guard.judge(restarted(mark(6, 200, 3))).verdict == Verdict::hold);
  CHECK(guard.judge(restarted(mark(6, 200, 4))).verdict == Verdict::publish);
}

TEST_CASE("a store that comes back without most of its entries is held") {
  const auto guard = serving(mark(5, 100));
  auto next = mark(6, 200, 6);
  for (const std::size_t entries : {0U, 1U, 4U}) {
    next.entries = entries;
    CHECK(guard.judge(restarted(next)).verdict == Verdict::hold);
    CHECK(guard.judge(next).verdict == Verdict::publish);
  }
  next.entries = 5;
  CHECK(guard.judge(restarted(next)).verdict == Verdict::publish);
}

TEST_CASE("a store that comes back with a state from before is held unless its log went on") {
  auto guard = serving(mark(1, 100, 1));
  guard.serve(mark(2, 200, 1));
  CHECK(guard.judge(restarted(mark(3, 100, 1))).verdict == Verdict::hold);
  CHECK(guard.judge(restarted(mark(3, 100, 3))).verdict == Verdict::publish);
  CHECK(guard.judge(restarted(mark(3, 300, 1))).verdict == Verdict::publish);
}

TEST_CASE("an operator's word frees a held state if it came after what is served") {
  const auto guard = serving(mark(5, 100, 5));
  auto next = restarted(mark(9, 200, 0));
  next.accepted = 5;
  CHECK(guard.judge(next).verdict == Verdict::hold);
  next.accepted = 8;
  CHECK(guard.judge(next).verdict == Verdict::publish);
}

TEST_CASE("the policy takes an older store over and says what was suspicious") {
  const auto judged =
      serving(mark(5, 100, 5), OlderStore::accept).judge(restarted(mark(9, 200, 0)));
  CHECK(judged.verdict == Verdict::publish);
  CHECK(judged.why.find("has lost changes") != std::string::npos);
}

TEST_CASE("what was served before is remembered over a start, but no more than 64 states") {
  StoreGuard before(OlderStore::hold);
  for (std::uint64_t content = 1; content <= 100; ++content) before.serve(mark(content, content));
  const auto earlier = before.earlier();
  REQUIRE(earlier.size() == 64);
  CHECK(earlier.front() == 99);

  StoreGuard after(OlderStore::hold);
  after.resume(mark(100, 100), earlier);
  CHECK(after.judge(restarted(mark(101, 99))).verdict == Verdict::hold);
  CHECK(after.judge(restarted(mark(101, 36))).verdict == Verdict::hold);
  CHECK(after.judge(restarted(mark(101, 35))).verdict == Verdict::publish);
}

TEST_CASE("the content hash knows neither order nor revision") {
  auto other = stored();
  other.overrides.push_back(other.overrides[0]);
  other.overrides.take_out(0);
  other.revision = 7;
  other.lineage = "x";
  CHECK(content_hash(other) == content_hash(stored()));
  CHECK(mark_of(stored()).entries == 5);
}

TEST_CASE("the content hash tells every difference") {
  using Edit = void (*)(StoredState&);
  const Edit edits[] = {
      [](StoredState& state) { state.switches["A"].text = "0"; },
      [](StoredState& state) { state.switches["A"].wrong_type = true; },
      [](StoredState& state) { state.samples["A"] = {"1"}; },
      [](StoredState& state) { state.flags.swap(state.samples); },
      [](StoredState& state) { state.overrides.take_out(1); },
      [](StoredState& state) {
        state.overrides.take_out(1);
        state.overrides.push_back({"user", "A", "", {"0"}});
      },
      [](StoredState& state) {
        state.overrides.set_value(0, {"0"});
        state.overrides.set_value(1, {"1"});
      },
      [](StoredState& state) { state.definitions[0].client = true; },
      [](StoredState& state) { state.problems.emplace_back("a problem"); },
  };
  std::vector<std::uint64_t> seen{content_hash(stored())};
  for (const Edit edit : edits) {
    auto state = stored();
    edit(state);
    const auto hash = content_hash(state);
    CHECK(std::ranges::find(seen, hash) == seen.end());
    seen.push_back(hash);
  }
}

TEST_CASE("the content hash is the same in every release") {
  CHECK(content_hash(StoredState{}) == 0);
  CHECK(content_hash(stored()) == 0xe0d669697a0ff240ULL);
}

}  // namespace pancake
