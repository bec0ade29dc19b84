#include <nlohmann/json.hpp>

#include "catch.h"
#include "command_line.h"
#include "pancake/sample_draw.h"

namespace pancake {

TEST_CASE("a check says what decided") {
  CommandLine program(sample_definitions());
  CHECK(program.run({"flags", "check", "beta"}).out == "beta: No (default)\n");
  program.run({"flags", "enable", "beta"});
  CHECK(program.run({"flags", "check", "beta"}).out == "beta: Yes (stored state)\n");
  program.run({"flags", "disable-group", "beta", "admin", "yes"});
  const std::vector<std::string> as_admin{"flags",     "check",   "beta",  "--group",
                                          "admin=yes", "--group", "user=7"};
  CHECK(program.run(as_admin).out == "beta: No (group 'admin', object 'yes')\n");
  program.run({"flags", "enable-group", "beta", "user", "7"});
  CHECK(program.run(as_admin).out == "beta: Yes (group 'user', object '7')\n");
  CHECK(program.run({"switches", "check", "ReadOnly"}).out == "ReadOnly: Yes (default)\n");
}

TEST_CASE("a check for programs has kind, name, answer and reason") {
  CommandLine program(sample_definitions());
  program.run({"flags", "enable-group", "beta", "user", "7"});
  CHECK(program.run({"flags", "check", "beta", "--group", "user=7", "--json"}).out ==
        R"({"kind":"flag","name":"beta","is_active":true,"reason":"override","group":"user",)"
        R"("id":"7","key":"FLAG:pancake:BETA"})"
        "\n");
  CHECK(program.run({"switches", "check", "ReadOnly", "--json"}).out ==
        R"({"kind":"switch","name":"ReadOnly","is_active":true,"reason":"default",)"
        R"("key":"SWITCH:pancake:READONLY"})"
        "\n");
}

TEST_CASE("a sample stands where core puts its visitor") {
  CommandLine program(sample_definitions());
  const auto json = nlohmann::json::parse(
      program.run({"samples", "check", "odds", "--visitor", "aB3", "--json"}).out);
  const double draw = sample_draw("pancake", "odds", "aB3");
  CHECK(json.at("draw").get<double>() == draw);
  CHECK(json.at("ratio").get<double>() == 42);
  CHECK(json.at("is_active").get<bool>() == (draw < 42));
  CHECK(json.at("reason") == "sample");
  CHECK(json.at("visitor") == "aB3");
  program.run({"samples", "set", "odds", "0"});
  CHECK(program.run({"samples", "check", "odds", "--visitor", "aB3"})
            .out.starts_with("odds: No (draw "));
  program.run({"samples", "set", "odds", "100"});
  CHECK(program.run({"samples", "check", "odds", "--visitor", ""})
            .out.starts_with("odds: Yes (draw "));
}

TEST_CASE("without a visitor a sample is checked for a new one, which is named") {
  CommandLine program(sample_definitions());
  program.random_bits = 0b000001'000010'000011;
  const auto ran = program.run({"samples", "check", "odds"});
  CHECK(ran.out.ends_with("visitor 'BCD', a new one)\n"));
}

TEST_CASE("a stored value that cannot be used leaves the default, with a warning") {
  CommandLine program(sample_definitions());
  program.store_text(FeatureKind::sample, "odds", "250");
  program.store_text(FeatureKind::flag, "beta", "yes");
  const auto flag = program.run({"flags", "check", "beta"});
  CHECK(flag.code == 0);
  CHECK(flag.out == "beta: No (default, since what is stored cannot be used)\n");
  CHECK(flag.err ==
        "Warning: ignoring what cannot be used: flag 'beta': 'yes' is neither 0 nor 1\n");
  const auto sample = nlohmann::json::parse(
      program.run({"samples", "check", "odds", "--visitor", "x", "--json"}).out);
  CHECK(sample.at("reason") == "problem");
  CHECK(sample.at("ratio").get<double>() == 42);
  CHECK(sample.at("problem") == "'250' is outside 0 to 100");
}

TEST_CASE("what nobody defined can be checked all the same") {
  CommandLine program(sample_definitions());
  program.store_text(FeatureKind::switch_, "old_thing", "1");
  CHECK(program.run({"switches", "check", "old_thing"}).out == "OLD_THING: Yes (stored state)\n");
}

}  // namespace pancake
