#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <iostream>

#include "run.h"
#include "sample_extension.h"
#include "store_under_test.h"

namespace pancake {

using test::feature;
using test::must;
using test::must_run;
using test::run;
using test::sample_extension;
using test::StoreUnderTest;

namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

std::uint64_t apply(Store& store, const Change& change) {
  return must_run(store.apply("pancake", {Write{change}}, Author{"test:me", "because"})).revision;
}

StoredState read(Store& store) { return must_run(store.read(sample_extension())); }

/// The first state of a follower, then how long each of the changes took to come through.
asio::awaitable<std::vector<double>> latencies(Store& reader, Store& writer, int changes) {
  const auto follower = reader.follow(sample_extension());
  auto state = co_await follower->next();
  std::vector<double> milliseconds;
  for (int i = 0; state && i < changes; ++i) {
    const auto text = i % 2 == 0 ? "1" : "0";
    const auto before = std::chrono::steady_clock::now();
    // Named, not written into the co_await: g++ 12 destroys such temporaries twice.
    const std::vector<Write> writes{Write{SetState{FeatureKind::flag, "beta", text}}};
    const std::string extension = "pancake";
    const Author author{"test:me"};
    const auto done = co_await writer.apply(extension, writes, author);
    if (!done) FAIL(done.error().message);
    const auto revision = state->revision;
    do {
      state = co_await follower->next();
    } while (state && state->flags["BETA"].text != text);
    if (!state) FAIL(state.error().message);
    CHECK(state->revision > revision);
    milliseconds.push_back(
        std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - before)
            .count());
  }
  co_return milliseconds;
}

}  // namespace

TEST_CASE("every store keeps what is written and gives it back") {
  const auto under_test = GENERATE(from_range(test::stores_under_test()));
  StoreUnderTest held(under_test);
  auto& store = held.store();
  CAPTURE(under_test);

  SECTION("an empty store is empty") {
    const auto state = read(store);
    CHECK(state.switches.empty());
    CHECK(state.flags.empty());
    CHECK(state.samples.empty());
    CHECK(state.overrides.empty());
    CHECK(state.definitions.empty());
    CHECK(state.problems.empty());
  }

  SECTION("states are set, replaced and cleared, under upper-cased names") {
    apply(store, SetState{FeatureKind::switch_, "Tea", "1"});
    apply(store, SetState{FeatureKind::flag,
                          "stra\xC3\x9F"
                          "e",
                          "0"});
    apply(store, SetState{FeatureKind::sample, "Odds", "42.0"});
    apply(store, SetState{FeatureKind::sample, "Odds", "50.5"});
    auto state = read(store);
    CHECK(state.switches.at("TEA").text == "1");
    CHECK(state.flags.at("STRASSE").text == "0");
    CHECK(state.samples.at("ODDS").text == "50.5");
    apply(store, ClearState{FeatureKind::sample, "Odds"});
    apply(store, ClearState{FeatureKind::flag, "never set"});
    state = read(store);
    CHECK(state.samples.empty());
    CHECK(state.switches.size() == 1);
  }

  SECTION("overrides hold any object id, and are cleared one by one or all of a group") {
    const std::vector<std::string> ids{"42",      "", "a:b", "with blank", std::string("nul\0l", 5),
                                       "\xFF\xFE"};
    for (const auto& id : ids) apply(store, SetOverride{"beta", "user", id, true});
    apply(store, SetOverride{"beta", "user", "42", false});
    apply(store, SetOverride{"beta", "admin", "yes", true});
    apply(store, SetOverride{"dark_mode", "user", "42", true});
    auto state = read(store);
    CHECK(state.overrides.size() == ids.size() + 2);
    const std::vector<std::pair<std::string, std::string>> mine{{"user", "42"}, {"admin", "no"}};
    const auto part = must_run(store.read_for(sample_extension(), mine));
    REQUIRE(part.overrides.size() == 2);
    for (const auto& override : part.overrides) {
      CHECK(override.object_id == "42");
      CHECK(override.value.text == (override.flag == "BETA" ? "0" : "1"));
    }
    apply(store, ClearOverride{"beta", "user", "42"});
    apply(store, ClearOverride{"beta", "user", "never seen"});
    CHECK(read(store).overrides.size() == ids.size() + 1);
    apply(store, ClearOverrides{"beta", "user"});
    apply(store, ClearOverrides{"beta", "user"});
    state = read(store);
    REQUIRE(state.overrides.size() == 2);
  }

  SECTION("definitions keep their order and their default's text") {
    auto zeta = feature(FeatureKind::flag, "zeta", 1, "true");
    zeta.description = "last letter";
    zeta.client = true;
    apply(store, Define{zeta});
    apply(store, Define{feature(FeatureKind::sample, "alpha", 42, "42.0")});
    zeta.fallback = FeatureDefault{0, "false"};
    apply(store, Define{zeta});
    auto definitions = must_run(store.read_definitions("pancake"));
    REQUIRE(definitions.size() == 2);
    CHECK(definitions[0].name == "zeta");
    CHECK(definitions[0].fallback->text == "false");
    CHECK(definitions[0].description == "last letter");
    CHECK(definitions[0].client);
    CHECK(definitions[1].kind == FeatureKind::sample);
    CHECK(definitions[1].fallback->text == "42.0");
    CHECK(read(store).definitions.size() == 2);
    CHECK(must_run(store.read_for(sample_extension(), {})).definitions.size() == 2);
    apply(store, Undefine{FeatureKind::flag, "zeta"});
    apply(store, Undefine{FeatureKind::flag, "never defined"});
    CHECK(must_run(store.read_definitions("pancake")).size() == 1);
  }

  SECTION("extensions do not see each other") {
    must_run(
        store.apply("other", {Write{SetState{FeatureKind::flag, "beta", "1"}}}, Author{"test:me"}));
    must_run(store.apply("other", {Write{Define{feature(FeatureKind::flag, "x", 1, "true")}}},
                         Author{"test:me"}));
    must_run(
        store.apply("other", {Write{SetOverride{"beta", "user", "1", true}}}, Author{"test:me"}));
    const auto state = read(store);
    CHECK(state.flags.empty());
    CHECK(state.overrides.empty());
    CHECK(state.definitions.empty());
    CHECK(must_run(store.log("pancake", {.limit = 10})).empty());
  }

  SECTION("each write is logged, newest first, and revisions rise") {
    const auto first = apply(store, SetState{FeatureKind::flag, "beta", "1"});
    const auto second = apply(store, SetOverride{"beta", "user", "42", false});
    const auto third = apply(store, SetState{FeatureKind::sample, "Odds", "7.0"});
    CHECK(first < second);
    CHECK(second < third);
    CHECK(read(store).revision >= third);
    const auto log = must_run(store.log("pancake", {.limit = 2}));
    REQUIRE(log.size() == 2);
    CHECK(log[0].action == "set");
    CHECK(log[0].to == "7.0");
    CHECK(log[0].kind == FeatureKind::sample);
    CHECK(log[0].revision == third);
    CHECK(log[1].revision == second);
    CHECK(log[1].action == "disable_group");
    CHECK(log[1].group == "user");
    CHECK(log[1].object_id == "42");
    CHECK(log[1].feature == "beta");
    CHECK(log[1].who == "test:me");
    const auto age = std::chrono::system_clock::now() - log[1].when;
    CHECK(age < 1min);
    CHECK(age > -1min);
  }

  SECTION("each entry of the log says what was there before and after, and why") {
    apply(store, SetState{FeatureKind::sample, "Odds", "7.0"});
    apply(store, SetState{FeatureKind::sample, "Odds", "8.0"});
    apply(store, ClearState{FeatureKind::sample, "Odds"});
    apply(store, SetOverride{"beta", "user", "42", true});
    apply(store, SetOverride{"beta", "user", "\xFF\"", false});
    apply(store, ClearOverrides{"beta", "user"});
    apply(store, ClearOverrides{"beta", "user"});
    apply(store, Define{feature(FeatureKind::flag, "new", 1, "true")});
    apply(store, Define{feature(FeatureKind::flag, "new", 0, "false")});
    apply(store, Undefine{FeatureKind::flag, "new"});
    auto log = must_run(store.log("pancake", {}));
    REQUIRE(log.size() == 10);
    std::ranges::reverse(log);
    const std::vector<std::pair<StoredText, StoredText>> wanted{
        {std::nullopt, "7.0"},
        {"7.0", "8.0"},
        {"8.0", std::nullopt},
        {std::nullopt, "1"},
        {std::nullopt, "0"},
        {R"({"%FF%22":"0","42":"1"})", std::nullopt},
        {std::nullopt, std::nullopt},
        {std::nullopt, R"({"default":true})"},
        {R"({"default":true})", R"({"default":false})"},
        {R"({"default":false})", std::nullopt}};
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      CAPTURE(i, log[i].action);
      CHECK(log[i].from == wanted[i].first);
      CHECK(log[i].to == wanted[i].second);
      CHECK(log[i].reason == "because");
      CHECK(log[i].knows_from);
    }
  }

  SECTION("changes of one call are made together, at one revision, or not at all") {
    const auto before = apply(store, SetState{FeatureKind::flag, "beta", "1"});
    const std::vector<Write> writes{
        {SetState{FeatureKind::flag, "beta", "0"}, StoredText("1")},
        {SetOverride{"beta", "user", "42", true}, StoredText()},
        {Define{feature(FeatureKind::flag, "new", 1, "true")}, StoredText()}};
    const auto done = must_run(store.apply("pancake", writes, {"test", ""}));
    CHECK(done.revision > before);
    CHECK(done.warning.empty());
    const auto log = must_run(store.log("pancake", {.limit = 1}));
    REQUIRE(log.size() == 3);
    for (const auto& entry : log) CHECK(entry.revision == done.revision);
    CHECK(log[0].action == "define");

    // The last of three is not what it was expected to be.
    const std::vector<Write> wrong{{SetState{FeatureKind::switch_, "Tea", "1"}, StoredText()},
                                   {ClearOverrides{"beta", "user"}, std::nullopt},
                                   {SetState{FeatureKind::flag, "beta", "1"}, StoredText("1")}};
    const auto refused = run(store.apply("pancake", wrong, {"test", ""}));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::conflict);
    const auto state = read(store);
    CHECK(state.switches.empty());
    CHECK(state.overrides.size() == 1);
    CHECK(state.flags.at("BETA").text == "0");
    CHECK(must_run(store.log("pancake", {})).size() == 4);
  }

  SECTION("what is expected is compared at every kind of place") {
    const auto code = [&](const Change& change, StoredText expected) {
      const auto done = run(store.apply("pancake", {Write{change, expected}}, {"test", ""}));
      return done ? std::optional<ErrorCode>() : std::optional(done.error().code);
    };
    const auto define = Define{feature(FeatureKind::flag, "new", 1, "true")};
    for (const auto& [change, text] : std::vector<std::pair<Change, std::string>>{
             {SetState{FeatureKind::switch_, "Tea", "1"}, "1"},
             {SetOverride{"beta", "user", "secret-id", true}, "1"},
             {define, R"({"default":true})"}}) {
      CHECK(code(change, "something") == ErrorCode::conflict);
      CHECK_FALSE(code(change, std::nullopt));
      CHECK(code(change, std::nullopt) == ErrorCode::conflict);
      CHECK_FALSE(code(change, text));
    }
    CHECK(code(ClearOverride{"beta", "user", "secret-id"}, "0") == ErrorCode::conflict);
    const auto refused = run(
        store.apply("pancake", {Write{ClearOverride{"beta", "user", "secret-id"}, StoredText()}},
                    {"test", ""}));
    CHECK(refused.error().message.find("secret-id") == std::string::npos);
    CHECK_FALSE(code(ClearOverride{"beta", "user", "secret-id"}, "1"));
  }

  SECTION("the log is read in pages that leave nothing out, and by feature") {
    for (int i = 0; i < 7; ++i) {
      apply(store, SetState{FeatureKind::flag, "beta", "1"});
      const std::vector<Write> two{{SetState{FeatureKind::sample, "Odds", "1.0"}},
                                   {SetState{FeatureKind::flag, "BETA", "0"}}};
      must_run(store.apply("pancake", two, {"test", ""}));
    }
    LogQuery query{.limit = 3};
    std::size_t seen = 0;
    for (auto page = must_run(store.log("pancake", query)); !page.empty();
         page = must_run(store.log("pancake", query))) {
      CHECK(page.size() >= 3);
      CHECK(page.size() <= 4);
      seen += page.size();
      query.before = page.back().revision;
    }
    CHECK(seen == 21);
    CHECK(must_run(store.log("pancake", {.limit = 100, .feature = "Beta"})).size() == 14);
    CHECK(must_run(store.log("pancake", {.limit = 100, .kind = FeatureKind::sample})).size() == 7);
  }

  SECTION("accepting what is stored is logged, and revisions rise") {
    const auto before = apply(store, SetState{FeatureKind::flag, "beta", "1"});
    const auto accepted = must_run(store.accept_state("pancake", {"test:me", "restored"})).revision;
    CHECK(accepted > before);
    const auto log = must_run(store.log("pancake", {.limit = 1}));
    REQUIRE(log.size() == 1);
    CHECK(log[0].action == "accept_state");
    CHECK(log[0].who == "test:me");
    CHECK(log[0].reason == "restored");
    CHECK(log[0].feature.empty());
    CHECK(read(store).revision >= accepted);
    CHECK(apply(store, SetState{FeatureKind::flag, "beta", "0"}) > accepted);
  }

  SECTION("a whole batch of 500 changes is made at once") {
    std::vector<Write> writes;
    for (std::size_t i = 0; i < most_writes; ++i) {
      writes.push_back({SetOverride{"beta", "user", std::to_string(i), true}, StoredText()});
    }
    must_run(store.apply("pancake", writes, {"test", ""}));
    CHECK(read(store).overrides.size() == most_writes);
    CHECK(must_run(store.log("pancake", {.limit = 1})).size() == most_writes);
  }

  SECTION("a follower sees another connection's change within 100 ms") {
    const auto took = run(latencies(store, held.second(), 21));
    REQUIRE(took.size() == 21);
    auto sorted = took;
    std::ranges::sort(sorted);
    std::cout << under_test << ": a change is seen after " << sorted[10] << " ms (median), "
              << sorted.back() << " ms (longest of 21)\n";
    CHECK(sorted[10] < 100);
    CHECK(sorted.back() < 1000);
  }
}

}  // namespace pancake
