#include "admin/history.h"

#include "run.h"
#include "sample_extension.h"
#include "store/memory_store.h"
#include "store/sqlite_database.h"
#include "temporary_folder.h"

namespace pancake {

using test::feature;
using test::must_run;
using test::run;
using test::sample_extension;

namespace {

/// A store and the words to change it.
struct Changed {
  std::unique_ptr<Store> store = make_memory_store();
  ExtensionDefinition extension = sample_extension();

  std::uint64_t apply(const Change& change) const {
    return must_run(store->apply("pancake", {Write{change}}, {"test", ""})).revision;
  }
  [[nodiscard]] StoredState state() const { return must_run(store->read(sample_extension())); }
  [[nodiscard]] LogSince since(std::uint64_t revision) const {
    return must_run(read_log_since(*store, extension, revision));
  }
  /// Why a revision, or one up to which is asked, is not known.
  [[nodiscard]] std::string refusal(std::uint64_t revision, std::uint64_t latest = 0) const {
    const auto refused = run(read_log_since(*store, extension, revision, latest));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::bad_value);
    return refused.error().message;
  }
  [[nodiscard]] ChangePlan back_to(std::uint64_t revision, const std::string& who = "test") const {
    return rollback_plan(extension, since(revision), state(), who);
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
  CHECK(plan.overwrites.empty());
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
  const auto plan = rollback_plan(sample_extension(), changed.since(before), state, "test");
  REQUIRE(plan.writes.size() == 1);
  CHECK(plan.writes[0].expected == StoredText("yes"));
  CHECK(plan.overwrites == std::vector<std::string>{"flag 'beta': changed past the log"});
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
  const std::string range = "the log reaches from revision 2 to 21.";
  CHECK(changed.refusal(first) == "Revision 1 of 'pancake' is not known: " + range);
  CHECK(changed.refusal(0) == "Revision 0 of 'pancake' is not known: " + range);
  CHECK(changed.since(first + 1).entries.size() == longest_log - most_writes);
}

TEST_CASE("a rollback leaves out what the file defines by now") {
  const Changed changed;
  auto extension = sample_extension();
  changed.apply(Define{feature(FeatureKind::flag, "early", 1, "true")});
  extension.features.push_back(feature(FeatureKind::flag, "early", 1, "true"));
  const auto plan = rollback_plan(extension, changed.since(0), changed.state(), "test");
  CHECK(plan.writes.empty());
  CHECK(plan.skipped ==
        std::vector<std::string>{"flag 'early' is defined in the definitions file by now"});
}

TEST_CASE("a revision that is still to come is not known") {
  const Changed changed;
  CHECK(changed.refusal(1) ==
        "Revision 1 of 'pancake' is not known: the log is empty, and now is revision 0.");
  const auto first = changed.apply(SetState{FeatureKind::flag, "beta", "1"});
  const auto last = changed.apply(SetState{FeatureKind::flag, "beta", "0"});
  const std::string range = " of 'pancake' is not known: the log reaches from revision 1 to 2.";
  CHECK(changed.refusal(last + 1) == "Revision 3" + range);
  CHECK(changed.refusal(first, 99) == "Revision 99" + range);
  CHECK(changed.since(last).entries.empty());
}

TEST_CASE("a revision from before a log that was wiped is not known") {
  const test::TemporaryFolder folder;
  const auto path = folder.file("store.db");
  const auto extension = sample_extension();
  const auto change = [&](const char* text) {
    const auto store = open_store("sqlite:" + path).value();
    return must_run(store->apply("pancake", {Write{SetState{FeatureKind::flag, "beta", text}}},
                                 {"test", ""}))
        .revision;
  };
  change("1");
  const auto before = change("0");
  auto database = SqliteDatabase::open(path, SqliteMode::existing, 1000).value();
  REQUIRE(database.run("DELETE FROM changes"));
  const auto refused = [&](std::uint64_t revision) {
    const auto store = open_store("sqlite:" + path).value();
    const auto log = run(read_log_since(*store, extension, revision));
    return log ? "" : log.error().message;
  };
  CHECK(refused(before).empty());
  CHECK(refused(1) ==
        "Revision 1 of 'pancake' is not known: the log is empty, and now is revision 2.");
  change("1");
  CHECK(refused(1) ==
        "Revision 1 of 'pancake' is not known: the log reaches from revision 3 to 3.");
}

TEST_CASE("a revision from before a store's state was accepted is not known") {
  const Changed changed;
  const auto first = changed.apply(SetState{FeatureKind::flag, "beta", "1"});
  const auto accepted = must_run(changed.store->accept_state("pancake", {"test", ""})).revision;
  changed.apply(SetState{FeatureKind::flag, "beta", "0"});
  const auto range = "the log reaches from revision " + std::to_string(accepted) +
                     ", where what the store held was accepted, to " +
                     std::to_string(accepted + 1) + ".";
  CHECK(changed.refusal(first) == "Revision 1 of 'pancake' is not known: " + range);
  CHECK(changed.refusal(0) == "Revision 0 of 'pancake' is not known: " + range);
  CHECK(changed.back_to(accepted).writes.size() == 1);
}

TEST_CASE("a rollback names what others changed and it would undo, without object ids") {
  const Changed changed;
  const auto before = changed.apply(SetState{FeatureKind::flag, "beta", "1"});
  const auto by = [&](const char* who, const Change& change) {
    must_run(changed.store->apply("pancake", {Write{change}}, {who, ""}));
  };
  by("api:alice", SetState{FeatureKind::flag, "beta", "0"});
  by("api:bob", SetOverride{"beta", "user", "42", true});
  by("api:bob", SetOverride{"beta", "user", "43", true});
  by("api:carol", SetState{FeatureKind::switch_, "Tea", "1"});
  by("api:alice", ClearState{FeatureKind::switch_, "Tea"});
  const std::string of_alice = "flag 'beta': changed by api:alice";
  const std::string of_bob = "flag 'beta', group 'user': changed by api:bob";
  CHECK(changed.back_to(before, "api:bob").overwrites == std::vector{of_alice});
  CHECK(changed.back_to(before, "api:alice").overwrites == std::vector{of_bob});
  CHECK(changed.back_to(before, "cli:ada").overwrites == std::vector{of_bob, of_alice});
}

TEST_CASE("the reason of a rollback names its revision") {
  CHECK(rollback_reason(12, "") == "rollback to 12");
  CHECK(rollback_reason(12, "it broke") == "rollback to 12: it broke");
}

}  // namespace pancake
