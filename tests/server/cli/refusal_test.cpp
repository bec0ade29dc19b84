// What is refused: exit code 1, one line, nothing changed.

#include <filesystem>

#include "catch.h"
#include "command_line.h"

namespace pancake {

TEST_CASE("unknown names are refused with what may have been meant") {
  struct Row {
    std::vector<std::string> words;
    std::string message;
  };
  const std::vector<Row> rows{
      {{"flags", "enable", "nope"}, "Unknown flag 'nope'. 'pancake flags define' makes a new one."},
      {{"flags", "disable", "BETA"}, "Unknown flag 'BETA'. Did you mean 'beta'?"},
      {{"flags", "check", "betta"}, "Unknown flag 'betta'. Did you mean 'beta'?"},
      {{"switches", "enable", "beta"}, "Unknown switch 'beta'. It is a flag: use 'pancake flags'."},
      {{"flags", "clear", ""}, "Unknown flag ''. 'pancake flags define' makes a new one."},
      {{"samples", "set", "nope", "5"},
       "Unknown sample 'nope'. 'pancake samples define' makes a new one."},
      {{"flags", "enable-group", "beta", "ghost", "1"},
       "Unknown group 'ghost'. Extension 'pancake' has 'user', 'admin'."},
      {{"flags", "enable-group", "beta", "users", "1"},
       "Unknown group 'users'. Did you mean 'user'? Extension 'pancake' has 'user', 'admin'."},
      {{"flags", "list-group", "user", "1", "--extension", "other"},
       "Unknown group 'user'. Extension 'other' has no groups; a definitions file gives it some."},
      {{"flags", "check", "beta", "--group", "x=1"},
       "Unknown group 'x'. Extension 'pancake' has 'user', 'admin'."},
      {{"status", "--group", "x=1"}, "Unknown group 'x'. Extension 'pancake' has 'user', 'admin'."},
      {{"flags", "undefine", "nope"}, "Flag 'nope' is not defined in the store."},
      {{"flags", "enable-group", "beta", "user", std::string(1025, 'x')},
       "The id is 1025 bytes long; at most 1024 are allowed."},
  };
  CommandLine program(sample_definitions());
  for (const auto& row : rows) {
    const auto ran = program.run(row.words);
    CHECK(ran.code == 1);
    CHECK(ran.out.empty());
    CHECK(ran.err == "Error: " + row.message + "\n");
  }
  CHECK(program.run({"log", "--json"}).out == "[]\n");
}

TEST_CASE("an unknown extension is refused with those that there are") {
  CommandLine program(sample_definitions());
  for (const std::string name : {"nope", "", "redis"}) {
    const auto ran = program.run({"flags", "list", "--extension", name});
    CHECK(ran.code == 1);
    CHECK(ran.err == "Error: Unknown extension '" + name + "'. " + program.path("pancake.json") +
                         " defines 'pancake', 'other'.\n");
  }
}

TEST_CASE("without a file any extension with a proper name is there, and empty") {
  CommandLine program(std::nullopt);
  CHECK(program.run({"overview", "--extension", "shop"}).out ==
        "Extension 'shop' has no features.\n");
  const auto ran = program.run({"overview", "--extension", ""});
  CHECK(ran.code == 1);
  CHECK(ran.err.starts_with("Error: extension name "));
}

TEST_CASE("the pancake.json of the working folder is read unless told otherwise") {
  CommandLine program(sample_definitions());
  program.environment.clear();
  const auto before = std::filesystem::current_path();
  std::filesystem::current_path(program.path(""));
  const auto with_file = program.run({"samples", "list"});
  const auto without_file = program.run({"samples", "list", "--definitions", ""});
  std::filesystem::current_path(before);
  CHECK(with_file.out == "Two: 1.2 (default: 1.2)\nodds: 42.0 (default: 42)\n");
  CHECK(without_file.out.empty());
  CHECK(without_file.code == 0);
}

TEST_CASE("names that are not allowed cannot be defined") {
  CommandLine program(std::nullopt);
  for (const std::string& name :
       {std::string(), std::string("a\nb"), std::string(129, 'x'), std::string("\xff")}) {
    const auto ran = program.run({"flags", "define", name, "--default", "on"});
    CHECK(ran.code == 1);
    CHECK(ran.err.starts_with("Error: Flag name "));
    CHECK(ran.err.find('\n') == ran.err.size() - 1);
  }
}

TEST_CASE("a definitions file that is missing or broken is refused with its place") {
  CommandLine program(
      "{\n \"extensions\": {\n  \"pancake\": { \"samples\":\n   { \"S\": { "
      "\"default\": 142 } } } } }");
  const auto broken = program.run({"overview"});
  CHECK(broken.code == 1);
  CHECK(broken.err.find("pancake.json:4: extensions.pancake.samples.S.default: ") !=
        std::string::npos);
  const auto missing = program.run({"overview", "--definitions", program.path("none.json")});
  CHECK(missing.code == 1);
  CHECK(missing.err.find("none.json") != std::string::npos);
}

}  // namespace pancake
