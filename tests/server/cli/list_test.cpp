#include <nlohmann/json.hpp>

#include "catch.h"
#include "cli/warnings.h"
#include "command_line.h"

namespace pancake {

TEST_CASE("lists are sorted by code point and show value and default") {
  CommandLine program(sample_definitions());
  CHECK(program.run({"flags", "list"}).out == "DARK: Yes (default: Yes)\nbeta: No (default: No)\n");
  CHECK(program.run({"switches", "list"}).out ==
        "ReadOnly: Yes (default: Yes)\nmaintenance: No (default: No)\n");
  CHECK(program.run({"samples", "list"}).out ==
        "Two: 1.2 (default: 1.2)\nodds: 42.0 (default: 42)\n");
  CHECK(program.run({"flags", "list", "--extension", "other"}).out ==
        "elsewhere: Yes (default: Yes)\n");
}

TEST_CASE("lists on a terminal are coloured") {
  CommandLine program(sample_definitions());
  program.on_terminal = true;
  CHECK(program.run({"samples", "list"}).out ==
        "Two: \x1b[34m1.2\x1b[0m (default: \x1b[34m1.2\x1b[0m)\n"
        "odds: \x1b[34m42.0\x1b[0m (default: \x1b[34m42\x1b[0m)\n");
  program.environment["NO_COLOR"] = "1";
  CHECK(program.run({"flags", "list"}).out == "DARK: Yes (default: Yes)\nbeta: No (default: No)\n");
}

TEST_CASE("what nobody defined is listed with the default -") {
  CommandLine program(sample_definitions());
  program.store_text(FeatureKind::switch_, "old_thing", "1");
  CHECK(program.run({"switches", "list"}).out ==
        "OLD_THING: Yes (default: -)\n"
        "ReadOnly: Yes (default: Yes)\nmaintenance: No (default: No)\n");
  const auto json = nlohmann::json::parse(program.run({"switches", "list", "--json"}).out);
  REQUIRE(json.size() == 3);
  CHECK(json[2].at("name") == "OLD_THING");
  CHECK(json[2].at("default").is_null());
  CHECK(json[2].at("discovered") == true);
  CHECK(json[2].at("is_active") == true);
}

TEST_CASE("a list for programs keeps the file's order and says more") {
  CommandLine program(sample_definitions());
  CHECK(program.run({"--json", "flags", "list"}).out ==
        R"([{"name":"beta","default":false,"key":"FLAG:pancake:BETA",)"
        R"("description":"new checkout","client":true,"is_active":false},)"
        R"({"name":"DARK","default":true,"key":"FLAG:pancake:DARK","is_active":true}])"
        "\n");
  CHECK(program.run({"samples", "list", "--json"}).out ==
        R"([{"name":"odds","default":42,"key":"SAMPLE:pancake:ODDS","value":42.0},)"
        R"({"name":"Two","default":1.2,"key":"SAMPLE:pancake:TWO","value":1.2}])"
        "\n");
}

TEST_CASE("a group's list shows each flag's setting for one object") {
  CommandLine program(sample_definitions());
  program.run({"flags", "enable-group", "beta", "user", "u1"});
  program.run({"flags", "disable-group", "DARK", "user", "u1"});
  CHECK(program.run({"flags", "list-group", "user", "u1"}).out ==
        "DARK: No (default: Yes)\nbeta: Yes (default: No)\n");
  CHECK(program.run({"flags", "list-group", "user", "u2"}).out ==
        "DARK: N/A (default: Yes)\nbeta: N/A (default: No)\n");
  const auto json =
      nlohmann::json::parse(program.run({"flags", "list-group", "user", "u1", "--json"}).out);
  CHECK(json[0].at("is_active") == true);
  CHECK(json[1].at("is_active") == false);
}

TEST_CASE("what cannot be used shows the default, with one warning, exit code 0") {
  CommandLine program(sample_definitions());
  program.store_text(FeatureKind::switch_, "maintenance", "yes");
  const auto ran = program.run({"switches", "list"});
  CHECK(ran.code == 0);
  CHECK(ran.out == "ReadOnly: Yes (default: Yes)\nmaintenance: No (default: No)\n");
  CHECK(ran.err ==
        "Warning: ignoring what cannot be used: switch 'maintenance': 'yes' is neither 0 nor 1\n");
  CHECK(program.run({"flags", "list"}).err.empty());
}

TEST_CASE("what touches the whole store is told with every kind and feature") {
  FeatureTable table;
  table.problems = {"flag 'A': is odd", "flag 'AB': is odd", "the store's definitions: are odd"};
  CHECK(problems_of(table, FeatureKind::switch_).size() == 1);
  CHECK(problems_of(table, FeatureKind::flag).size() == 3);
  CHECK(problems_of(table, FeatureKind::flag, "A").size() == 2);
}

}  // namespace pancake
