#include <nlohmann/json.hpp>

#include "catch.h"
#include "command_line.h"

namespace pancake {

TEST_CASE("the overview shows everything, and problems at its end") {
  CommandLine program(sample_definitions());
  program.run({"flags", "enable-group", "beta", "user", "1"});
  program.run({"flags", "disable-group", "beta", "user", "2"});
  program.run({"flags", "enable-group", "beta", "admin", "yes"});
  program.store_text(FeatureKind::sample, "odds", "abc");
  program.store_text(FeatureKind::switch_, "old", "1");
  const auto ran = program.run({"overview"});
  CHECK(ran.code == 0);
  CHECK(ran.out ==
        "Switches\n"
        "  NAME         ACTIVE  DEFAULT  DESCRIPTION\n"
        "  ReadOnly     Yes     Yes\n"
        "  maintenance  No      No\n"
        "  OLD          Yes     -        (nobody defined it)\n"
        "\n"
        "Flags\n"
        "  NAME  ACTIVE  DEFAULT  GROUPS                          DESCRIPTION\n"
        "  beta  No      No       user: 1 on, 1 off; admin: 1 on  new checkout\n"
        "  DARK  Yes     Yes\n"
        "\n"
        "Samples\n"
        "  NAME  RATIO  DEFAULT  DESCRIPTION\n"
        "  odds  42.0   42       (cannot be used: see below)\n"
        "  Two   1.2    1.2\n"
        "\n"
        "Problems\n"
        "  sample 'odds': 'abc' is not a number\n");
}

TEST_CASE("the overview for programs is the body of the route") {
  CommandLine program(R"({"extensions":{"pancake":{"samples":{"s":{"default":30}},
    "groups":[{"id":"u","candidates":["1"]}],"flags":{"f":{"default":false}}}}})");
  program.run({"flags", "enable-group", "f", "u", "1"});
  CHECK(program.run({"overview", "--json"}).out ==
        R"({"flags":[{"default":false,"groups":{"u":{"1":true}},"is_active":false,"name":"f"}],)"
        R"("group_ids":["u"],"name":"pancake","samples":[{"default":30,"name":"s","value":30.0}],)"
        R"("switches":[]})"
        "\n");
}

TEST_CASE("the status evaluates everything that is defined for one visitor") {
  CommandLine program(sample_definitions());
  program.store_text(FeatureKind::switch_, "old", "1");
  program.run({"samples", "set", "odds", "100"});
  program.run({"samples", "set", "Two", "0"});
  program.run({"flags", "enable-group", "beta", "user", "1"});
  const auto json = nlohmann::json::parse(
      program.run({"status", "--group", "user=1", "--visitor", "v", "--json"}).out);
  CHECK(json == nlohmann::json::parse(R"({
    "flags": [{"is_active":true,"name":"beta"},{"is_active":true,"name":"DARK"}],
    "samples": [{"is_active":true,"name":"odds"},{"is_active":false,"name":"Two"}],
    "switches": [{"is_active":true,"name":"ReadOnly"},{"is_active":false,"name":"maintenance"}]})"));
  const auto text = program.run({"status", "--group", "user=1", "--visitor", "v"}).out;
  CHECK(text.find("flag    beta         Yes     group 'user', object '1'\n") != std::string::npos);
  CHECK(text.find("OLD") == std::string::npos);
}

TEST_CASE("the status warns of what cannot be used") {
  CommandLine program(sample_definitions());
  program.store_text(FeatureKind::flag, "beta", "yes");
  const auto ran = program.run({"status"});
  CHECK(ran.code == 0);
  CHECK(ran.err ==
        "Warning: ignoring what cannot be used: flag 'beta': 'yes' is neither 0 nor 1\n");
}

}  // namespace pancake
