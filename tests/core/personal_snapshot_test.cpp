#include "pancake/personal_snapshot.h"

#include <algorithm>
#include <array>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "catch.h"
#include "pancake/evaluation.h"
#include "snapshot_from_json.h"
#include "vector_visitor.h"
#include "vectors.h"

namespace pancake {
namespace {

using Ids = std::vector<std::optional<std::string_view>>;

std::string_view text_of(std::span<const std::uint8_t> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

bool contains(const Bytes& bytes, std::string_view text) {
  return text_of(bytes.span()).find(text) != std::string_view::npos;
}

/// Random snapshots in which every name and id is of its own kind, to be searched for in bytes.
class Chance {
 public:
  explicit Chance(std::uint64_t seed) : random_(seed) {}

  std::size_t below(std::size_t n) { return random_() % n; }
  bool maybe() { return below(2) == 0; }
  Setting setting() { return static_cast<Setting>(below(3)); }
  std::optional<double> ratio() {
    const std::array<std::optional<double>, 5> some = {std::nullopt, 0.0, 100.0, 50.0, 12.5};
    return some[below(some.size())];
  }
  /// Never part of another one: it begins with its own length.
  std::string word(char kind) {
    std::string word(9 + below(12), kind);
    for (char& c : word) c = static_cast<char>('a' + below(26));
    return std::string(1, kind) + std::to_string(word.size()) + "/" + word;
  }

 private:
  std::mt19937_64 random_;
};

struct Case {
  Snapshot snapshot;
  std::vector<std::string> ids;  ///< that some group overrides something for
};

Case random_case(Chance& chance) {
  SnapshotBuilder builder(chance.word('e'), static_cast<Scope>(chance.below(3)), chance.below(99));
  const std::size_t groups = chance.below(4);
  const std::size_t flags = chance.below(9);
  for (std::size_t i = 0; i < groups; ++i) builder.add_group(chance.word('g')).value();
  for (std::size_t i = chance.below(5); i > 0; --i) {
    builder
        .add_switch({chance.word('s'), chance.setting(), chance.setting(), chance.maybe(),
                     chance.below(5) == 0})
        .value();
  }
  for (std::size_t i = 0; i < flags; ++i) {
    builder
        .add_flag({chance.word('f'), chance.setting(), chance.setting(), chance.maybe(),
                   chance.below(5) == 0})
        .value();
  }
  for (std::size_t i = chance.below(6); i > 0; --i) {
    std::optional<bool> fixed;
    if (chance.below(5) == 0) fixed = chance.maybe();
    builder
        .add_sample({chance.word('r'), chance.ratio(), chance.ratio(), fixed, chance.maybe(),
                     chance.below(5) == 0})
        .value();
  }
  std::vector<std::string> ids;
  for (std::size_t i = chance.below(6); i > 0 && groups * flags > 0; --i) {
    ids.push_back(chance.word('i'));
    for (std::size_t entry = 1 + chance.below(6); entry > 0; --entry) {
      test::must(builder.add_override(static_cast<std::uint32_t>(chance.below(groups)), ids.back(),
                                      static_cast<std::uint32_t>(chance.below(flags)),
                                      chance.maybe()));
    }
  }
  return {Snapshot::open(builder.build().value()).value(), ids};
}

/// One for each group: somebody's id, an unknown one or none. Sometimes fewer, sometimes more.
Ids random_ids(Chance& chance, const Case& from) {
  Ids ids(chance.below(3) == 0 ? chance.below(5) : from.snapshot.group_count());
  for (auto& id : ids) {
    if (chance.below(4) == 0) continue;
    id = "";
    if (!from.ids.empty() && chance.below(4) != 0) id = from.ids[chance.below(from.ids.size())];
  }
  return ids;
}

/// What the personal snapshot has to answer.
Answer expected_answer(const Snapshot& source, std::uint32_t feature, const Ids& ids,
                       std::optional<std::string_view> key) {
  const Evaluation evaluation = evaluate(source, feature, {ids, key.value_or("later")});
  const bool is_drawn = source.details(feature).kind == FeatureKind::sample &&
                        evaluation.ratio == evaluation.ratio;  // NaN where nothing is drawn
  return key && is_drawn ? Answer(evaluation.answer.is_active(), Reason::cookie)
                         : evaluation.answer;
}

void check_details(const FeatureDetails& got, const FeatureDetails& wanted, Answer answer) {
  CHECK(got.name == wanted.name);
  CHECK(got.default_setting == wanted.default_setting);
  CHECK(got.state == wanted.state);
  CHECK(got.default_ratio == wanted.default_ratio);
  CHECK(got.state_ratio == wanted.state_ratio);
  CHECK(got.client);
  CHECK(got.problem == wanted.problem);
  const bool is_fixed = wanted.kind == FeatureKind::sample && answer.reason() == Reason::cookie;
  CHECK(got.fixed_answer == (is_fixed ? std::optional(answer.is_active()) : std::nullopt));
}

void check_features(const Snapshot& source, const Snapshot& personal, const Ids& ids,
                    std::optional<std::string_view> key) {
  std::vector<Answer> answers(personal.feature_count());
  evaluate_all(personal, {ids, "later"}, answers);
  std::uint32_t count = 0;
  for (std::uint32_t feature = 0; feature < source.feature_count(); ++feature) {
    const FeatureDetails details = source.details(feature);
    const auto found = personal.find(details.kind, details.name);
    const bool is_hidden = !details.client;
    INFO(details.name);
    REQUIRE(found.has_value() == details.client);
    if (is_hidden) {
      CHECK_FALSE(contains(Bytes::copy_of(personal.bytes()), details.name));
      continue;
    }
    CHECK(*found == count++);
    const Answer answer = expected_answer(source, feature, ids, key);
    CHECK(answers[*found] == answer);
    CHECK(evaluate(personal, *found, {ids, "later"}).answer == answer);
    check_details(personal.details(*found), details, answer);
  }
  CHECK(personal.feature_count() == count);
}

void check_overrides(const Case& from, const Snapshot& personal, const Ids& ids) {
  std::size_t rows = 0;
  for (std::uint32_t group = 0; group < from.snapshot.group_count(); ++group) {
    CHECK(personal.group(group) == from.snapshot.group(group));
    if (group < ids.size() && ids[group] && !personal.overrides_of(group, *ids[group]).empty()) {
      ++rows;
    }
  }
  CHECK(personal.override_row_count() == rows);
  const Bytes bytes = Bytes::copy_of(personal.bytes());
  for (const auto& id : from.ids) {
    const bool is_own = std::find(ids.begin(), ids.end(), std::string_view(id)) != ids.end();
    if (!is_own) CHECK_FALSE(contains(bytes, id));
  }
}

}  // namespace

TEST_CASE("a personal snapshot answers its visitor as its source does, and holds nothing else") {
  const std::uint64_t seed = 7;
  INFO("seed " << seed);
  Chance chance(seed);
  for (int round = 0; round < 2'000; ++round) {
    const Case from = random_case(chance);
    for (int visitor = 0; visitor < 4; ++visitor) {
      const Ids ids = random_ids(chance, from);
      const std::string some_key = chance.word('k');
      const auto key = chance.maybe() ? std::optional<std::string_view>(some_key) : std::nullopt;
      INFO("round " << round << ", visitor " << visitor);

      Bytes bytes = personal_snapshot(from.snapshot, ids, key).value();
      CHECK_FALSE(contains(bytes, some_key));
      const auto personal = Snapshot::open(std::move(bytes)).value();
      CHECK(personal.scope() == Scope::personal);
      CHECK(personal.revision() == from.snapshot.revision());
      CHECK(personal.extension() == from.snapshot.extension());
      REQUIRE(personal.group_count() == from.snapshot.group_count());
      check_features(from.snapshot, personal, ids, key);
      check_overrides(from, personal, ids);

      // There is one way to write it: of a personal snapshot the same bytes come out.
      const Bytes again = personal_snapshot(personal, ids, key).value();
      CHECK(text_of(again.span()) == text_of(personal.bytes()));
    }
  }
}

TEST_CASE("a personal snapshot is byte for byte what the builder makes of the same") {
  const auto build = [](bool is_full) {
    SnapshotBuilder builder("shop", is_full ? Scope::full : Scope::personal, 7);
    builder.add_group("user").value();
    builder.add_group("admin").value();
    if (is_full) builder.add_switch({"HIDDEN", Setting::on}).value();
    builder.add_switch({"OPEN", Setting::on, Setting::off, true}).value();
    if (is_full) builder.add_flag({"SECRET", Setting::on}).value();
    builder.add_flag({"Z", Setting::on, Setting::unset, true, true}).value();
    builder.add_flag({"A", Setting::off, Setting::on, true}).value();
    if (is_full) builder.add_sample({"INNER", 50.0, {}, {}}).value();
    const auto all = is_full ? std::nullopt : std::optional(true);
    builder.add_sample({"ALL", 50.0, 100.0, all, true}).value();
    builder.add_sample({"LOST", {}, {}, {}, true, true}).value();
    const std::uint32_t first = is_full ? 1 : 0;
    test::must(builder.add_override(0, "42", first, true));
    test::must(builder.add_override(0, "42", first + 1, false));
    test::must(builder.add_override(1, "", first, false));
    if (is_full) {
      test::must(builder.add_override(0, "42", 0, true));
      test::must(builder.add_override(0, "43", first, true));
      test::must(builder.add_override(1, "42", first, true));
    }
    return builder.build().value();
  };
  const auto source = Snapshot::open(build(true)).value();
  const Ids ids = {"42", ""};
  const Bytes personal = personal_snapshot(source, ids, "abc").value();
  CHECK(text_of(personal.span()) == text_of(build(false).span()));
}

TEST_CASE("every visitor of the vectors is answered by its personal snapshot") {
  const auto file = test::vectors("evaluation.json");
  for (const auto& test_case : file["cases"]) {
    const auto source =
        Snapshot::open(test::builder_from_json(test_case["snapshot"]).build().value()).value();
    for (const auto& row : test_case["visitors"]) {
      const test::VectorVisitor who(row, test_case["snapshot"]["groups"]);
      for (const auto& key : {std::optional<std::string_view>(who.key), {}}) {
        INFO(test_case["title"] << " / " << row["title"]);
        const auto personal =
            Snapshot::open(personal_snapshot(source, who.ids, key).value()).value();
        check_features(source, personal, who.ids, key);
      }
    }
  }
}

TEST_CASE("what a cookie remembers of a sample wins over its draw and its problem") {
  SnapshotBuilder builder("shop", Scope::full, 7);
  builder.add_flag({"FLAG", Setting::on, Setting::unset, true}).value();
  for (const auto name : {"ON", "OFF", "DRAWN"}) {
    builder.add_sample({name, 100.0, {}, {}, true}).value();
  }
  builder.add_sample({"LOST", {}, {}, {}, true, true}).value();
  builder.add_sample({"HIDDEN", 0.0, {}, {}, false}).value();
  const auto source = Snapshot::open(builder.build().value()).value();
  const std::array<Answer, 6> remembered = {
      Answer(false, Reason::state),  Answer(true, Reason::cookie), Answer(false, Reason::cookie),
      Answer(false, Reason::sample), Answer(true, Reason::cookie), Answer(true, Reason::cookie)};
  const auto personal =
      Snapshot::open(personal_snapshot(source, {}, "abc", remembered).value()).value();
  std::vector<Answer> answers(personal.feature_count());
  evaluate_all(personal, {{}, "another"}, answers);
  const std::vector<Answer> wanted = {Answer(true, Reason::default_), Answer(true, Reason::cookie),
                                      Answer(false, Reason::cookie), Answer(true, Reason::cookie),
                                      Answer(true, Reason::cookie)};
  CHECK(answers == wanted);
}

TEST_CASE("a snapshot without features or groups has a personal one") {
  const auto source = Snapshot::open(SnapshotBuilder("x", Scope::full, 1).build().value()).value();
  const auto personal = Snapshot::open(personal_snapshot(source, {}, "abc").value()).value();
  CHECK(personal.feature_count() == 0);
  CHECK(personal.scope() == Scope::personal);
}

}  // namespace pancake
