#include "pancake/evaluation.h"

#include <optional>
#include <string>
#include <vector>

#include "catch.h"
#include "snapshot_from_json.h"
#include "vector_visitor.h"
#include "vectors.h"

namespace pancake {
namespace {

using nlohmann::json;

std::string shown(const json& expected, const Answer& answer) {
  return "expected " + expected.dump() + ", got [" + (answer.is_active() ? "true" : "false") +
         ",\"" + std::string(to_text(answer.reason())) + "\"]";
}

bool matches(const json& expected, const Answer& answer) {
  return expected[0] == answer.is_active() && expected[1] == to_text(answer.reason());
}

}  // namespace

TEST_CASE("every visitor of the vectors gets the expected answers") {
  const json file = test::vectors("evaluation.json");
  for (const auto& test_case : file["cases"]) {
    const json& json_snapshot = test_case["snapshot"];
    const auto snapshot =
        Snapshot::open(test::builder_from_json(json_snapshot).build().value()).value();
    std::vector<Answer> answers(snapshot.feature_count());

    for (const auto& row : test_case["visitors"]) {
      const test::VectorVisitor who(row, json_snapshot["groups"]);
      evaluate_all(snapshot, who.visitor(), answers);
      REQUIRE(row["answers"].size() == snapshot.feature_count());

      for (std::uint32_t feature = 0; feature < snapshot.feature_count(); ++feature) {
        const json& expected = row["answers"][feature];
        INFO(test_case["title"] << " / " << row["title"] << " / " << snapshot.name(feature));
        INFO(shown(expected, answers[feature]));
        CHECK(matches(expected, answers[feature]));

        const Evaluation one = evaluate(snapshot, feature, who.visitor());
        CHECK(one.answer == answers[feature]);
        CHECK(one.group.has_value() == (expected[1] == "override"));
        if (one.group) CHECK(json_snapshot["groups"][*one.group] == expected[2]);
      }
    }
  }
}

TEST_CASE("a feature that is not there is unknown and inactive") {
  const auto snapshot =
      Snapshot::open(SnapshotBuilder("x", Scope::full, 1).build().value()).value();
  const Evaluation evaluation = evaluate(snapshot, 0, {});
  CHECK(evaluation.answer.reason() == Reason::unknown);
  CHECK_FALSE(evaluation.answer.is_active());
}

TEST_CASE("a visitor may bring fewer or more ids than there are groups") {
  SnapshotBuilder builder("x", Scope::full, 1);
  builder.add_group("a").value();
  builder.add_group("b").value();
  builder.add_flag({"F"}).value();
  test::must(builder.add_override(1, "1", 0, true));
  const auto snapshot = Snapshot::open(builder.build().value()).value();

  const std::vector<std::optional<std::string_view>> ids = {"0", "1", "2"};
  const auto active = [&](std::size_t count) {
    return evaluate(snapshot, 0, {std::span(ids).first(count), ""}).answer.is_active();
  };
  CHECK_FALSE(active(0));
  CHECK_FALSE(active(1));
  CHECK(active(2));
  CHECK(active(3));
}

TEST_CASE("answers are written only as far as there is room") {
  SnapshotBuilder builder("x", Scope::full, 1);
  builder.add_group("g").value();
  builder.add_switch({"S", Setting::on}).value();
  builder.add_flag({"F"}).value();
  test::must(builder.add_override(0, "1", 0, true));
  builder.add_sample({"R", 100.0, {}, {}}).value();
  const auto snapshot = Snapshot::open(builder.build().value()).value();
  const std::vector<std::optional<std::string_view>> ids = {"1"};

  for (std::size_t room = 0; room <= 3; ++room) {
    // Exactly as large as said, so that a sanitizer sees a write behind it.
    std::vector<Answer> answers(room);
    evaluate_all(snapshot, {ids, "abc"}, answers);
    for (const Answer& answer : answers) CHECK(answer.is_active());
  }
}

}  // namespace pancake
