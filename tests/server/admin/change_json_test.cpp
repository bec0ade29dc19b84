#include "admin/change_json.h"

#include "run.h"
#include "sample_extension.h"
#include "store/change_log.h"

namespace pancake {

using nlohmann::ordered_json;
using test::feature;
using test::must;

namespace {

std::vector<Change> every_change() {
  return {SetState{FeatureKind::switch_, "Tea", "1"},
          SetState{FeatureKind::flag, "beta", "0"},
          SetState{FeatureKind::sample, "Odds", "12.5"},
          ClearState{FeatureKind::sample, "Odds"},
          SetOverride{"beta", "user", "", true},
          SetOverride{"beta", "user", "\xFF\xFE", false},
          ClearOverride{"beta", "user", "42"},
          ClearOverrides{"beta", "user"},
          Define{feature(FeatureKind::flag, "new", 1, "true")},
          Undefine{FeatureKind::flag, "new"}};
}

}  // namespace

TEST_CASE("a write goes through JSON text and comes back as it was") {
  const std::vector<std::optional<StoredText>> every_expected{std::nullopt, StoredText(),
                                                              StoredText("1")};
  for (const auto& change : every_change()) {
    for (const auto& expected : every_expected) {
      const auto text = write_json(Write{change, expected}).dump();
      CAPTURE(text);
      const auto write = must(parse_write(ordered_json::parse(text)));
      CHECK(write_json(write).dump() == text);
      CHECK(write.change.index() == change.index());
      CHECK(write.expected == expected);
    }
  }
}

TEST_CASE("an entry of the log goes through JSON text and comes back as it was") {
  for (const auto& change : every_change()) {
    auto entry = log_entry(change, {"cli:ada", "because"});
    entry.revision = 1'700'000'000'000'001;
    entry.when = std::chrono::system_clock::time_point(std::chrono::microseconds(1'234'567'890));
    entry.from = entry.action == "clear_all_group" ? R"({"%FF":"1"})" : "0";
    const auto text = log_entry_json(entry).dump();
    CAPTURE(text);
    const auto read = must(parse_log_entry(ordered_json::parse(text)));
    CHECK(log_entry_json(read).dump() == text);
    CHECK(read.from == entry.from);
    CHECK(read.to == entry.to);
    CHECK(read.when == entry.when);
    CHECK(read.object_id == entry.object_id);
  }
}

TEST_CASE("an entry says when, who, what, from, to and why") {
  auto entry = log_entry(SetOverride{"beta", "user", "42", true}, {"api:ada", "asked for"});
  entry.revision = 12;
  CHECK(log_entry_json(entry).dump() ==
        R"({"when":"1970-01-01T00:00:00.000000Z","revision":12,"who":"api:ada",)"
        R"("action":"enable_group","kind":"flag","name":"beta","group":"user","id":"42",)"
        R"("value":"1","from":null,"to":"1","reason":"asked for"})");
}

TEST_CASE("JSON that is no write is refused with what is wrong") {
  for (const auto* text :
       {"[]", "{}", R"({"action":"enable"})", R"({"action":"enable","kind":"flog","name":"x"})",
        R"({"action":"enable","kind":"sample","name":"x"})",
        R"({"action":"enable_group","kind":"flag","name":"x"})",
        R"({"action":"define","kind":"flag","name":"x","value":"1"})",
        R"({"action":"clear_group","kind":"flag","name":"x","group":"g","id":5})",
        R"({"action":"clear_group","kind":"flag","name":"x","group":"g","id_hex":"xx"})",
        R"({"action":"clear","kind":"flag","name":"x","expected":5})"}) {
    CAPTURE(text);
    const auto write = parse_write(ordered_json::parse(text));
    REQUIRE_FALSE(write);
    CHECK(write.error().code == ErrorCode::bad_value);
  }
}

}  // namespace pancake
