#include "admin/discover.h"

#include "definitions/definitions_file.h"
#include "definitions/extension_json.h"
#include "run.h"
#include "sample_extension.h"
#include "sync/feature_table.h"

namespace pancake {

using test::must;
using test::sample_extension;

TEST_CASE("what a Flask app stored becomes a definitions file that changes no answer") {
  StoredState stored;
  stored.flags["OLD_FLAG"] = {"1"};
  stored.switches["BROKEN"] = {"yes"};
  stored.samples["RATIO"] = {"12.5"};
  stored.overrides.push_back({"team", "ONLY_OVERRIDES", "7", {"1"}});
  const auto text = must(discovered_definitions(empty_extension("shop"), stored));
  const auto definitions = must(parse_definitions(text, "found.json"));
  const auto* shop = definitions.find("shop");
  REQUIRE(shop != nullptr);
  REQUIRE(shop->groups.size() == 1);
  CHECK(shop->groups[0].id == "team");
  const auto before = must(join(empty_extension("shop"), stored));
  const auto after = must(join(*shop, {}));
  for (const auto kind : {FeatureKind::switch_, FeatureKind::flag, FeatureKind::sample}) {
    for (const auto& row : before.of(kind)) {
      const auto found = after.find(kind, row.definition.name);
      REQUIRE(found);
      CHECK(after.of(kind)[*found].value() == row.value().value_or(0));
    }
  }
  CHECK(after.flags.size() == 2);
}

TEST_CASE("a definitions file is written as it was read") {
  const std::string text = R"({"extensions":{"pancake":{
    "groups":[{"id":"user","from":"header:X-User"},{"id":"a","candidates":["yes",""]},
              {"id":"b","from":"client"}],
    "visitor":{"from":"query:v"},
    "cookie":{"name":"c","format":"flask-pancake","options":{"sameSite":"None","secure":true,
              "maxAge":60}},
    "switches":{"S":{"default":true,"description":"d","client":true}},
    "flags":{"f":{"default":0}},
    "samples":{"a":{"default":42},"b":{"default":42.0}}}}})";
  const auto definitions = must(parse_definitions(text, "x"));
  nlohmann::ordered_json file;
  file["extensions"]["pancake"] = extension_json(*definitions.find("pancake"));
  CHECK(nlohmann::json::parse(file.dump()) == nlohmann::json::parse(text));
  CHECK(file.dump().find("42.0") != std::string::npos);
}

TEST_CASE("what is defined already is in the discovered file too") {
  const auto text = must(discovered_definitions(sample_extension(), {}));
  const auto definitions = must(parse_definitions(text, "found.json"));
  const auto* found = definitions.find("pancake");
  REQUIRE(found != nullptr);
  CHECK(found->features.size() == sample_extension().features.size());
  CHECK(found->groups.size() == 2);
  CHECK(found->groups[0].from.name == "X-User");
}

}  // namespace pancake
