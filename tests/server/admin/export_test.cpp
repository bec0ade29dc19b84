#include "admin/export_document.h"

#include "admin/import_plan.h"
#include "admin/place.h"
#include "run.h"
#include "sample_extension.h"
#include "store/memory_store.h"

namespace pancake {

using test::feature;
using test::must;
using test::must_run;
using test::sample_extension;

namespace {

StoredState sample_state() {
  StoredState state;
  state.revision = 12;
  state.lineage = "abc";
  state.log_position = 11;
  state.switches["TEA"] = {"1"};
  state.flags["BETA"] = {"list", true};
  state.flags["ODD"] = {"yes \xFF"};
  state.samples["ODDS"] = {"42.0"};
  state.overrides.push_back({"user", "BETA", "\xFF\xFE", {"0"}});
  state.overrides.push_back({"user", "BETA", "", {"1"}});
  auto defined = feature(FeatureKind::sample, "zeta", 42, "42.0");
  defined.description = "last letter";
  state.definitions.push_back(defined);
  state.definitions.push_back(feature(FeatureKind::flag, "alpha", 1, "true"));
  state.problems.push_back("3 keys are not used");
  return state;
}

/// The changes of a plan as commands of the log: "set Odds 42.0".
std::vector<std::string> actions(const ChangePlan& plan) {
  std::vector<std::string> lines;
  for (const auto& write : plan.writes) {
    const auto place = place_of(write.change);
    lines.push_back(std::to_string(static_cast<int>(place.part)) + " " + place.key + " " +
                    place.object_id);
  }
  return lines;
}

ChangePlan planned(const StoredState& document, const StoredState& current,
                   ImportMode mode = ImportMode::merge) {
  return must(import_plan(sample_extension(), {"pancake", document}, current, mode));
}

}  // namespace

TEST_CASE("an export reads back as the state that it was made of") {
  const auto state = sample_state();
  const auto text = export_document("pancake", state);
  const auto read = must(parse_export_document(text, "x.json"));
  CHECK(read.extension == "pancake");
  CHECK(read.state.revision == 12);
  CHECK(read.state.lineage == "abc");
  CHECK(read.state.log_position == 11);
  CHECK(read.state.switches == state.switches);
  CHECK(read.state.flags == state.flags);
  CHECK(read.state.samples == state.samples);
  CHECK(read.state.definitions == state.definitions);
  CHECK(read.state.problems == state.problems);
  CHECK(contents_of(read.state) == contents_of(state));
  CHECK(export_document("pancake", read.state) == text);
}

TEST_CASE("an export has one entry a line, so that two can be compared") {
  StoredState state;
  state.samples["ODDS"] = {"42.0"};
  CHECK(export_document("pancake", state)
            .find("  \"states\": [\n    "
                  "{\"kind\":\"sample\",\"name\":\"ODDS\",\"value\":\"42.0\"}\n  ],") !=
        std::string::npos);
}

TEST_CASE("what is no export is refused with the place of what is wrong") {
  const auto error = [](const std::string& rest) {
    const auto text = "{\"format\":\"pancake-export\",\"version\":1,\"extension\":\"e\",\n" + rest;
    const auto read = parse_export_document(text, "x.json");
    REQUIRE_FALSE(read);
    CHECK(read.error().code == ErrorCode::bad_value);
    return read.error().message;
  };
  CHECK(error("\"states\":[{\"kind\":\"flog\",\"name\":\"A\",\"value\":\"1\"}]}") ==
        "x.json:2: states[0].kind: 'flog' is not switch, flag or sample");
  CHECK(error("\"states\":[{\"kind\":\"flag\",\"name\":\"A\"}]}") ==
        "x.json:2: states[0]: 'value' is missing");
  CHECK(error("\"states\":[{\"kind\":\"flag\",\"name\":\"A\",\"value\":1}]}") ==
        "x.json:2: states[0].value: 1 is not a text");
  CHECK(error("\"overrides\":[{\"flag\":\"A\",\"group\":\"g\",\"id_hex\":\"x\",\"value\":\"1\"}]}")
            .find("overrides[0].id_hex: is not hexadecimal") != std::string::npos);
  CHECK(error("\"definitions\":[{\"kind\":\"sample\",\"name\":\"A\",\"default\":142}]}") ==
        "x.json:2: definitions[0].default: 142 is outside 0 to 100");
  CHECK(error("\"revision\":-1}") == "x.json:2: revision: -1 is not a whole number from 0 on");
  CHECK(error("\"colour\":1}").find("colour: is not known here") != std::string::npos);
  CHECK(parse_export_document("{}", "x").error().message.find("is no export of pancake") !=
        std::string::npos);
  CHECK(parse_export_document("[]", "x").error().code == ErrorCode::bad_value);
  CHECK(parse_export_document(R"({"format":"pancake-export","version":2})", "x")
            .error()
            .message.find("another release") != std::string::npos);
}

TEST_CASE("an import makes the least changes, and each says what it was planned on") {
  StoredState document;
  document.flags["BETA"] = {"1"};
  document.flags["DARK_MODE"] = {"0"};
  document.overrides.push_back({"user", "BETA", "42", {"1"}});
  document.definitions.push_back(feature(FeatureKind::flag, "zeta", 1, "true"));
  document.definitions.push_back(feature(FeatureKind::flag, "alpha", 1, "true"));
  StoredState current;
  current.flags["BETA"] = {"1"};
  current.flags["DARK_MODE"] = {"1"};
  current.samples["ODDS"] = {"5.0"};
  const auto plan = planned(document, current);
  CHECK(actions(plan) ==
        std::vector<std::string>{"0 zeta ", "0 alpha ", "1 DARK_MODE ", "2 BETA 42"});
  CHECK(plan.skipped.empty());
  CHECK(plan.writes[2].expected == StoredText("1"));
  REQUIRE(plan.writes[3].expected);
  CHECK(*plan.writes[3].expected == StoredText());
  CHECK(std::get<SetState>(plan.writes[2].change).name == "dark_mode");

  const auto replaced = planned(document, current, ImportMode::replace);
  CHECK(replaced.writes.size() == 5);
  CHECK(std::get<ClearState>(replaced.writes[4].change).name == "Odds");
  CHECK(planned(current, current, ImportMode::replace).writes.empty());
}

TEST_CASE("an import leaves out what nobody could use, and names it without object ids") {
  auto document = sample_state();
  document.overrides.push_back({"team", "BETA", "secret-id", {"1"}});
  document.overrides.push_back({"user", "BETA", std::string(1025, 'x'), {"1"}});
  document.overrides.push_back({"user", "BETA", "secret-id", {"maybe"}});
  document.definitions.push_back(feature(FeatureKind::flag, "beta", 1, "true"));
  const auto plan = planned(document, {});
  CHECK(actions(plan).size() == 6);
  CHECK(plan.skipped.size() == 7);
  for (const auto& line : plan.skipped) {
    CAPTURE(line);
    CHECK(line.find("secret-id") == std::string::npos);
  }
  CHECK_FALSE(import_plan(sample_extension(), {"other", document}, {}, ImportMode::merge));
}

TEST_CASE("a replacing import does not remove what the document could only name") {
  StoredState document;
  document.flags["BETA"] = {"list", true};
  StoredState current;
  current.flags["BETA"] = {"1"};
  CHECK(planned(document, current, ImportMode::replace).writes.empty());
}

TEST_CASE("after an import of an export two stores hold the same") {
  const auto first = make_memory_store();
  const auto second = make_memory_store();
  const Author author{"test", ""};
  std::vector<Write> writes;
  for (int i = 0; i < 1200; ++i) {
    writes.push_back({SetOverride{"beta", "user", std::to_string(i), i % 3 == 0}});
  }
  writes.push_back({SetState{FeatureKind::sample, "Odds", "7.0"}});
  writes.push_back({Define{feature(FeatureKind::flag, "new", 1, "true")}});
  must_run(apply_plan(*first, "pancake", writes, author));
  must_run(apply_plan(*second, "pancake", {{SetState{FeatureKind::flag, "beta", "1"}}}, author));
  const auto state = must_run(first->read(sample_extension()));
  const auto document = must(parse_export_document(export_document("pancake", state), "x"));
  const auto plan =
      must(import_plan(sample_extension(), document, must_run(second->read(sample_extension())),
                       ImportMode::replace));
  must_run(apply_plan(*second, "pancake", plan.writes, author));
  CHECK(contents_of(must_run(second->read(sample_extension()))) == contents_of(state));
}

}  // namespace pancake
