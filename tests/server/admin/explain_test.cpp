#include "admin/explain.h"

#include "run.h"
#include "sample_extension.h"

namespace pancake {

using test::must;
using test::sample_extension;

namespace {

using Ids = std::vector<std::pair<std::string, std::string>>;

Explanation explained(const StoredState& stored, FeatureKind kind, const std::string& name,
                      const Ids& ids) {
  const auto table = must(join(sample_extension(), stored));
  const auto row = table.find(kind, name);
  REQUIRE(row);
  return explain(table, kind, *row, ids, "aB3");
}

}  // namespace

TEST_CASE("all rules of a flag are shown in order, and the first that says something decides") {
  StoredState stored;
  stored.flags["BETA"] = {"0"};
  stored.overrides.push_back({"admin", "BETA", "yes", {"1"}});
  stored.overrides.push_back({"user", "DARK_MODE", "42", {"0"}});
  const auto explanation =
      explained(stored, FeatureKind::flag, "beta", {{"user", "42"}, {"admin", "yes"}});
  CHECK(explanation.is_active);
  CHECK(explanation.reason == Reason::override);
  CHECK(explanation_json(explanation).dump() ==
        R"({"kind":"flag","name":"beta","is_active":true,"reason":"override","rules":[)"
        R"({"rule":"override","group":"user","id":"42","says":null,"decides":false},)"
        R"({"rule":"override","group":"admin","id":"yes","says":true,"decides":true},)"
        R"({"rule":"state","says":false,"decides":false},)"
        R"({"rule":"default","says":false,"decides":false}]})");
  const auto nobody = explained(stored, FeatureKind::flag, "beta", {});
  CHECK_FALSE(nobody.is_active);
  CHECK(nobody.rules[2].decides);
  CHECK_FALSE(nobody.rules[0].id);
}

TEST_CASE("a stored value that cannot be used is named, and the default decides") {
  StoredState stored;
  stored.flags["DARK_MODE"] = {"yes"};
  const auto explanation = explained(stored, FeatureKind::flag, "dark_mode", {});
  CHECK(explanation.is_active);
  CHECK(explanation.reason == Reason::problem);
  CHECK(explanation.rules[2].problem == "'yes' is neither 0 nor 1");
  CHECK(explanation.rules[3].decides);
}

TEST_CASE("a sample is explained by its draw and the ratio that it is held against") {
  StoredState stored;
  stored.samples["ODDS"] = {"100"};
  const auto explanation = explained(stored, FeatureKind::sample, "Odds", {});
  CHECK(explanation.is_active);
  CHECK(explanation.visitor == "aB3");
  CHECK(explanation.ratio == 100);
  CHECK(explanation.draw >= 0);
  CHECK(explanation.draw < 100);
  CHECK(explanation.rules[0].decides);
  CHECK(explanation.rules[1].says == 42);
}

TEST_CASE("a switch that nobody defined or stored is off, and no rule decides") {
  StoredState stored;
  stored.switches["FOREIGN"] = {"1", true};
  const auto explanation = explained(stored, FeatureKind::switch_, "FOREIGN", {});
  CHECK_FALSE(explanation.is_active);
  for (const auto& rule : explanation.rules) CHECK_FALSE(rule.decides);
}

}  // namespace pancake
