#include "sync/feature_table.h"

#include "catch.h"
#include "pancake/evaluation.h"
#include "pancake/snapshot.h"
#include "run.h"
#include "sample_extension.h"

namespace pancake {

using test::feature;
using test::must;
using test::sample_extension;

namespace {

std::vector<std::string> names(const std::vector<FeatureRow>& rows) {
  std::vector<std::string> all;
  for (const auto& row : rows) all.push_back(row.definition.name);
  return all;
}

}  // namespace

TEST_CASE("the file's definitions come first, then the store's, then what nobody defined") {
  StoredState stored;
  stored.definitions = {feature(FeatureKind::flag, "zeta", 1, "true"),
                        feature(FeatureKind::flag, "beta", 1, "true")};
  stored.flags["UNKNOWN"] = {"1"};
  stored.flags["ZETA"] = {"0"};
  stored.overrides.push_back({"user", "GHOST", "7", {"1"}});
  const auto table = must(join(sample_extension(), stored));
  CHECK(names(table.flags) ==
        std::vector<std::string>{"beta", "dark_mode", "zeta", "GHOST", "UNKNOWN"});
  CHECK(table.flags[0].definition.fallback->number == 0);  // the file wins over the store
  CHECK(table.flags[2].value() == 0.0);
  CHECK_FALSE(table.flags[4].definition.fallback);
  CHECK(table.problems.empty());
}

TEST_CASE("two definitions that differ in case share what is stored") {
  auto extension = sample_extension();
  extension.features.push_back(feature(FeatureKind::flag, "BETA", 1, "true"));
  StoredState stored;
  stored.flags["BETA"] = {"1"};
  stored.overrides.push_back({"user", "BETA", "7", {"0"}});
  const auto table = must(join(extension, stored));
  CHECK(names(table.flags) == std::vector<std::string>{"beta", "dark_mode", "BETA"});
  CHECK(table.flags[0].state == 1.0);
  CHECK(table.flags[2].state == 1.0);
  CHECK(table.override_of(0, 0, "7") == false);
  CHECK(table.override_of(2, 0, "7") == false);
  CHECK_FALSE(table.override_of(1, 0, "7"));
  CHECK_FALSE(table.override_of(0, 1, "7"));
}

TEST_CASE("what cannot be used is named and leaves its feature at the default") {
  StoredState stored;
  stored.switches["TEA"] = {"list", true};
  stored.flags["BETA"] = {"yes"};
  stored.samples["ODDS"] = {"142.0"};
  stored.overrides = {{"user", "DARK_MODE", "secret-id", {"2"}},
                      {"user", "DARK_MODE", "other-id", {"hash", true}},
                      {"nobody", "DARK_MODE", "secret-id", {"1"}},
                      {"user", "DARK_MODE", std::string(1025, 'x'), {"1"}}};
  const auto table = must(join(sample_extension(), stored));
  CHECK(table.switches[0].value() == 1.0);
  CHECK(table.switches[0].problem == "holds a Redis list");
  CHECK(table.flags[0].problem == "'yes' is neither 0 nor 1");
  CHECK(table.samples[0].problem == "'142.0' is outside 0 to 100");
  CHECK(table.samples[0].value() == 42.0);
  CHECK(table.full->override_row_count() == 0);
  REQUIRE(table.problems.size() == 7);
  for (const auto& problem : table.problems) CHECK(problem.find("-id") == std::string::npos);

  const Snapshot& snapshot = *table.full;
  const auto odds = evaluate(snapshot, *snapshot.find(FeatureKind::sample, "Odds"), {{}, "abc"});
  CHECK(odds.answer.reason() == Reason::problem);
  CHECK(odds.ratio == 42.0);
}

TEST_CASE("a stored text never gets into a message unquoted or whole") {
  StoredState stored;
  stored.samples["ODDS"] = {"\x1b[31m" + std::string(1000, 'a')};
  const auto table = must(join(sample_extension(), stored));
  CHECK(table.samples[0].problem->size() < 100);
  CHECK(table.samples[0].problem->find('\x1b') == std::string::npos);
}

TEST_CASE("a full snapshot holds everything and evaluates as the table says") {
  StoredState stored;
  stored.revision = 12;
  stored.flags["BETA"] = {"0"};
  stored.flags["FOUND"] = {"1"};
  stored.overrides = {{"user", "BETA", "42", {"1"}}, {"admin", "BETA", "yes", {"0"}}};
  const auto table = must(join(sample_extension(), stored));
  const Snapshot& snapshot = *table.full;
  CHECK(snapshot.revision() == 12);
  CHECK(snapshot.flag_count() == 3);
  CHECK(snapshot.override_row_count() == 2);
  const auto beta = *snapshot.find(FeatureKind::flag, "beta");
  const std::vector<std::optional<std::string_view>> ids{"42", "yes"};
  CHECK(evaluate(snapshot, beta, {ids, ""}).answer == Answer(true, Reason::override));
  CHECK(evaluate(snapshot, beta, {}).answer == Answer(false, Reason::state));
}

TEST_CASE("a public snapshot has client features only, and no override") {
  auto extension = sample_extension();
  extension.features[1].client = true;
  extension.features[3].client = true;
  StoredState stored;
  stored.overrides = {{"user", "BETA", "42", {"1"}},
                      {"user", "BETA", "43", {"1"}},
                      {"user", "DARK_MODE", "42", {"0"}}};
  const auto open =
      Snapshot::open(must(write_public_snapshot(must(join(extension, stored))))).value();
  CHECK(open.feature_count() == 2);
  CHECK(open.group_count() == 2);
  CHECK(open.override_row_count() == 0);
  const auto bytes = open.bytes();
  const std::string text(bytes.begin(), bytes.end());
  CHECK(text.find("42") == std::string::npos);
  CHECK(text.find("dark_mode") == std::string::npos);
}

}  // namespace pancake
