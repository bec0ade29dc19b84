#include <nlohmann/json.hpp>

#include "catch.h"
#include "command_line.h"

namespace pancake {

TEST_CASE("a change is done, told and seen") {
  CommandLine program(sample_definitions());
  const auto enabled = program.run({"flags", "enable", "beta"});
  CHECK(enabled.code == 0);
  CHECK(enabled.out == "Flag 'beta' enabled.\n");
  CHECK(enabled.err.empty());
  CHECK(program.run({"flags", "list"}).out ==
        "DARK: Yes (default: Yes)\nbeta: Yes (default: No)\n");
  CHECK(program.run({"flags", "clear", "beta"}).out == "Flag 'beta' cleared.\n");
  CHECK(program.run({"flags", "list"}).out == "DARK: Yes (default: Yes)\nbeta: No (default: No)\n");
}

TEST_CASE("a change for programs says where and at which revision") {
  CommandLine program(sample_definitions());
  const auto json = nlohmann::json::parse(
      program.run({"flags", "enable-group", "beta", "user", "", "--json"}).out);
  CHECK(json.at("action") == "enable_group");
  CHECK(json.at("kind") == "flag");
  CHECK(json.at("name") == "beta");
  CHECK(json.at("group") == "user");
  CHECK(json.at("id").get<std::string>().empty());
  CHECK(json.at("key") == "FLAG:pancake:BETA");
  CHECK(json.at("revision").get<std::uint64_t>() > 0);
}

TEST_CASE("clearing all of a group leaves the other groups") {
  CommandLine program(sample_definitions());
  program.run({"flags", "enable-group", "beta", "user", "1"});
  program.run({"flags", "enable-group", "beta", "user", "2"});
  program.run({"flags", "enable-group", "beta", "admin", "yes"});
  CHECK(program.run({"flags", "clear-all-group", "beta", "user"}).out ==
        "All objects in group 'user' for flag 'beta' cleared.\n");
  CHECK(program.run({"flags", "list-group", "user", "2"}).out ==
        "DARK: N/A (default: Yes)\nbeta: N/A (default: No)\n");
  CHECK(program.run({"flags", "list-group", "admin", "yes"}).out ==
        "DARK: N/A (default: Yes)\nbeta: Yes (default: No)\n");
}

TEST_CASE("a feature can be defined, used and undefined in the store alone") {
  CommandLine program(std::nullopt);
  CHECK(program.run({"samples", "define", "S", "--default", "12.5"}).out ==
        "Sample 'S' defined (default: 12.5).\n");
  CHECK(program.run({"samples", "set", "S", "20"}).code == 0);
  CHECK(program.run({"samples", "list"}).out == "S: 20.0 (default: 12.5)\n");
  CHECK(program.run({"samples", "define", "S", "--default", "1"}).code == 0);
  CHECK(program.run({"samples", "list"}).out == "S: 20.0 (default: 1)\n");
  CHECK(program.run({"samples", "undefine", "S"}).out == "Sample 'S' undefined.\n");
  CHECK(program.run({"samples", "list"}).out == "S: 20.0 (default: -)\n");
}

TEST_CASE("the definitions file wins: what it defines is not defined in the store") {
  CommandLine program(sample_definitions());
  const auto ran = program.run({"flags", "define", "beta", "--default", "on"});
  CHECK(ran.code == 1);
  CHECK(ran.err == "Error: Flag 'beta' is defined in " + program.path("pancake.json") +
                       ", which wins over the store: change it there.\n");
  CHECK(program.run({"flags", "undefine", "beta"}).code == 1);
  CHECK(program.run({"switches", "define", "beta", "--default", "on"}).code == 0);
}

TEST_CASE("what a Flask app stored can be switched off by whichever case its name has") {
  CommandLine program(std::nullopt);
  program.store_text(FeatureKind::flag, "beta_checkout", "1");
  CHECK(program.run({"flags", "disable", "beta_checkout"}).code == 0);
  CHECK(program.run({"flags", "list"}).out == "BETA_CHECKOUT: No (default: -)\n");
  CHECK(program.run({"flags", "clear", "BETA_CHECKOUT"}).code == 0);
  CHECK(program.run({"flags", "disable", "beta_checkout"}).code == 1);
}

TEST_CASE("the log says when, who and what, the newest first") {
  CommandLine program(sample_definitions());
  CHECK(program.run({"log"}).out == "Nothing has been changed yet.\n");
  program.run({"samples", "set", "odds", "7"});
  program.run({"flags", "enable-group", "beta", "user", "it's"});
  const auto json = nlohmann::json::parse(program.run({"log", "--json"}).out);
  REQUIRE(json.size() == 2);
  CHECK(json[0].at("who") == "cli:ada");
  CHECK(json[0].at("action") == "enable_group");
  CHECK(json[0].at("id") == "it's");
  CHECK(json[1].at("value") == "7.0");
  CHECK(json[1].at("when").get<std::string>().ends_with("Z"));
  const auto text = program.run({"log", "--limit", "1"}).out;
  CHECK(text.find("cli:ada  flags enable-group beta user \"it's\"  -\n") != std::string::npos);
  CHECK(text.find("samples set") == std::string::npos);
}

}  // namespace pancake
