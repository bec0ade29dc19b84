#include "admin/history.h"

#include "run.h"
#include "sample_extension.h"
#include "store/memory_store.h"

namespace pancake {

using test::feature;
using test::must_run;
using test::run;
using test::sample_extension;

namespace {

/// A store and the words to change it.
struct Changed {
  std::unique_ptr<Store> store = make_memory_store();

  std::uint64_t apply(const Change& change) const {
    return must_run(store->apply("pancake", {Write{change}}, {"test", ""})).revision;
  }
  [[nodiscard]] StoredState state() const { return must_run(store->read(sample_extension())); }
  [[nodiscard]] LogSince since(std::uint64_t revision) const {
    return must_run(read_log_since(*store, "pancake", revision));
  }
  [[nodiscard]] ChangePlan back_to(std::uint64_t revision) const {
    return rollback_plan(sample_extension(), since(revision), state());
  }
  std::uint64_t make(const ChangePlan& plan) const {
    return must_run(apply_plan(*store, "pancake", plan.writes, {"test", "rollback"})).revision;
  }
};

/// Some of every change.
void change_everything(const Changed& changed) {
  changed.apply(SetState{FeatureKind::flag, "beta", "0"});
  changed.apply(SetState{FeatureKind::sample, "Odds", "7.0"});
  changed.apply(ClearOverrides{"beta", "user"});
  changed.apply(SetOverride{"beta", "user", "new", true});
  changed.apply(Define{feature(FeatureKind::flag, "later", 1, "true")});
  changed.apply(Undefine{FeatureKind::flag, "early"});
  changed.apply(ClearState{FeatureKind::switch_, "Tea"});
}

void prepare(const Changed& changed) {
  changed.apply(SetState{FeatureKind::flag, "beta", "1"});
  changed.apply(SetState{FeatureKind::switch_, "Tea", "1"});
  changed.apply(SetOverride{"beta", "user", "\xFF%", false});
  changed.apply(SetOverride{"beta", "user", "42", true});
  changed.apply(Define{feature(FeatureKind::flag, "early", 1, "true")});
}

}  // namespace

TEST_CASE("a rollback brings everything back to what it was, and can be rolled back itself") {
  const Changed changed;
  prepare(changed);
  const auto before = changed.state();
  change_everything(changed);
  const auto after = changed.state();
  const auto plan = changed.back_to(before.revision);
  CHECK(plan.skipped.empty());
  changed.make(plan);
  CHECK(contents_of(changed.state()) == contents_of(before));
  changed.make(changed.back_to(after.revision));
  CHECK(contents_of(changed.state()) == contents_of(after));
  CHECK(changed.back_to(changed.state().revision).writes.empty());
}

TEST_CASE("a rollback to the beginning leaves nothing") {
  const Changed changed;
  prepare(changed);
  change_everything(changed);
  changed.make(changed.back_to(0));
  CHECK(contents_of(changed.state()).empty());
}

TEST_CASE("what others changed without a log is left alone where the log says nothing of it") {
  const Changed changed;
  prepare(changed);
  const auto before = changed.state().revision;
  changed.apply(SetState{FeatureKind::flag, "beta", "0"});
  auto state = changed.state();
  state.flags["DARK_MODE"] = {"1"};
  state.flags["BETA"] = {"yes"};
  const auto plan = rollback_plan(sample_extension(), changed.since(before), state);
  REQUIRE(plan.writes.size() == 1);
  CHECK(plan.writes[0].expected == StoredText("yes"));
  CHECK(std::get<SetState>(plan.writes[0].change).text == "1");
}

TEST_CASE("the difference of two revisions has what changed in the end, and nothing else") {
  const Changed changed;
  const auto first = changed.apply(SetState{FeatureKind::flag, "beta", "1"});
  changed.apply(SetState{FeatureKind::flag, "beta", "0"});
  changed.apply(SetState{FeatureKind::flag, "beta", "1"});
  changed.apply(SetState{FeatureKind::flag, "dark_mode", "1"});
  const auto last = changed.apply(SetOverride{"beta", "user", "42", true});
  changed.apply(SetState{FeatureKind::sample, "Odds", "1.0"});
  const auto changes = net_changes(changed.since(first), last);
  REQUIRE(changes.size() == 2);
  CHECK(changes[0].name == "dark_mode");
  CHECK(changes[0].from == std::nullopt);
  CHECK(changes[0].to == "1");
  CHECK(changes[1].place.object_id == "42");
}

TEST_CASE("a log that does not reach back far enough is not rolled back to") {
  const Changed changed;
  const auto first = changed.apply(SetState{FeatureKind::flag, "beta", "1"});
  std::vector<Write> writes(most_writes, Write{SetState{FeatureKind::sample, "Odds", "1.0"}});
  for (std::size_t count = 0; count < longest_log; count += writes.size()) {
    must_run(changed.store->apply("pancake", writes, {"test", ""}));
  }
  const auto refused = run(read_log_since(*changed.store, "pancake", first));
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == ErrorCode::bad_value);
  CHECK(refused.error().message ==
        "The log of 'pancake' does not reach back to revision 1: its "
        "oldest change is of revision 2.");
  CHECK(changed.since(first + 1).entries.size() == longest_log - most_writes);
}

TEST_CASE("a rollback leaves out what the file defines by now") {
  const Changed changed;
  auto extension = sample_extension();
  changed.apply(Define{feature(FeatureKind::flag, "early", 1, "true")});
  extension.features.push_back(feature(FeatureKind::flag, "early", 1, "true"));
  const auto plan = rollback_plan(extension, changed.since(0), changed.state());
  CHECK(plan.writes.empty());
  CHECK(plan.skipped ==
        std::vector<std::string>{"flag 'early' is defined in the definitions file by now"});
}

TEST_CASE("accepting a store's state is no change that could be taken back") {
  const Changed changed;
  const auto first = changed.apply(SetState{FeatureKind::flag, "beta", "1"});
  must_run(changed.store->accept_state("pancake", {"test", ""}));
  CHECK(changed.back_to(first).writes.empty());
}

TEST_CASE("the reason of a rollback names its revision") {
  CHECK(rollback_reason(12, "") == "rollback to 12");
  CHECK(rollback_reason(12, "it broke") == "rollback to 12: it broke");
}

}  // namespace pancake
