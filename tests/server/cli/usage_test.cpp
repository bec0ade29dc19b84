// Words that make no command: exit code 2, and what click says.

#include "catch.h"
#include "command_line.h"

namespace pancake {

namespace {

struct Wrong {
  std::vector<std::string> words;
  std::string usage;     ///< without "pancake"
  std::string sentence;  ///< the last line
};

std::string try_help(const Wrong& wrong) {
  // The path is what stands before the first bracket or capital.
  const auto path = wrong.usage.substr(0, wrong.usage.find(" ["));
  return "Usage: pancake" + wrong.usage + "\nTry 'pancake" + path +
         " --help' for help.\n\nError: " + wrong.sentence + "\n";
}

}  // namespace

TEST_CASE("wrong words are exit code 2 and click's message, and change nothing") {
  const std::string set = " samples set [OPTIONS] NAME VALUE";
  const std::string enable = " flags enable [OPTIONS] NAME";
  const std::vector<Wrong> rows{
      {{"bogus"}, " [OPTIONS] COMMAND [ARGS]...", "No such command 'bogus'."},
      {{"--bogus"}, " [OPTIONS] COMMAND [ARGS]...", "No such option: --bogus"},
      {{"flags", "toggle", "beta"},
       " flags [OPTIONS] COMMAND [ARGS]...",
       "No such command 'toggle'."},
      {{"switches", "-x"}, " switches [OPTIONS] COMMAND [ARGS]...", "No such option: -x"},
      {{"flags", "enable"}, enable, "Missing argument 'NAME'."},
      {{"flags", "enable", "beta", "extra"}, enable, "Got unexpected extra argument (extra)"},
      {{"flags", "enable", "beta", "a", "b"}, enable, "Got unexpected extra arguments (a b)"},
      {{"flags", "enable", "beta", "--", "--json"},
       enable,
       "Got unexpected extra argument (--json)"},
      {{"flags", "enable", "beta", "--bogus=1"}, enable, "No such option: --bogus"},
      {{"flags", "enable", "beta", "--json=yes"}, enable, "Option '--json' does not take a value."},
      {{"flags", "list", "--ext", "other"},
       " flags list [OPTIONS]",
       "No such option: --ext Did you mean --extension?"},
      {{"flags", "clear-group", "beta", "user"},
       " flags clear-group [OPTIONS] NAME GROUP ID",
       "Missing argument 'ID'."},
      {{"flags", "clear-all-group", "beta"},
       " flags clear-all-group [OPTIONS] NAME GROUP",
       "Missing argument 'GROUP'."},
      {{"samples", "set"}, set, "Missing argument 'NAME'."},
      {{"samples", "set", "odds"}, set, "Missing argument 'VALUE'."},
      {{"samples", "set", "odds", "-1"}, set, "No such option: -1"},
      {{"samples", "set", "odds", "-0.5"}, set, "No such option: -0"},
      {{"samples", "set", "odds", "abc"},
       set,
       "Invalid value for 'VALUE': 'abc' is not a valid float."},
      {{"samples", "set", "nope", "500"},
       set,
       "Invalid value for 'VALUE': Value for sample must be in the range [0, 100]."},
      {{"samples", "set", "odds", "--", "-3"},
       set,
       "Invalid value for 'VALUE': Value for sample must be in the range [0, 100]."},
      {{"flags", "define", "N"}, " flags define [OPTIONS] NAME", "Missing option '--default'."},
      {{"flags", "define", "N", "--default", "maybe"},
       " flags define [OPTIONS] NAME",
       "Invalid value for '--default': 'maybe' is not one of 'on', 'off'."},
      {{"samples", "define", "N", "--default", "101"},
       " samples define [OPTIONS] NAME",
       "Invalid value for '--default': Value for sample must be in the range [0, 100]."},
      {{"flags", "check", "beta", "--group", "user"},
       " flags check [OPTIONS] NAME",
       "Invalid value for '--group': 'user' is not of the form GROUP=ID, like user=42."},
      {{"status", "--group", "user=1", "--group", "user=2"},
       " status [OPTIONS]",
       "Invalid value for '--group': group 'user' has two ids; a visitor has one."},
      {{"log", "--limit", "x"},
       " log [OPTIONS]",
       "Invalid value for '--limit': 'x' is not a valid integer."},
      {{"log", "--limit", "0"},
       " log [OPTIONS]",
       "Invalid value for '--limit': 0 is not in the range 1<=x<=100000."},
      {{"snapshot", "export", "--scope", "personal"},
       " snapshot export [OPTIONS]",
       "Invalid value for '--scope': 'personal' is not one of 'public', 'full'."},
      {{"snapshot", "inspect"}, " snapshot inspect [OPTIONS] FILE", "Missing argument 'FILE'."},
      {{"serve", "--listen", "8080"},
       " serve [OPTIONS]",
       "Invalid value for '--listen': '8080' is not of the form ADDRESS:PORT, like "
       "127.0.0.1:8080."},
      {{"serve", "--listen", "127.0.0.1:65536"},
       " serve [OPTIONS]",
       "Invalid value for '--listen': '127.0.0.1:65536' is not of the form ADDRESS:PORT, like "
       "127.0.0.1:8080."},
      {{"serve", "--threads", "257"},
       " serve [OPTIONS]",
       "Invalid value for '--threads': 257 is not in the range 0<=x<=256."},
      {{"serve", "--url-prefix", "pancakes"},
       " serve [OPTIONS]",
       "Invalid value for '--url-prefix': 'pancakes' is not a path like /pancakes."},
  };
  CommandLine program(sample_definitions());
  for (const auto& row : rows) {
    const auto ran = program.run(row.words);
    INFO(ran.err);
    CHECK(ran.code == 2);
    CHECK(ran.out.empty());
    CHECK(ran.err == try_help(row));
  }
  CHECK(program.run({"log", "--json"}).out == "[]\n");
}

TEST_CASE("an option without its value is named without usage, as click does") {
  CommandLine program(sample_definitions());
  const auto ran = program.run({"flags", "list", "--extension"});
  CHECK(ran.code == 2);
  CHECK(ran.err == "Error: Option '--extension' requires an argument.\n");
}

TEST_CASE("a command that is nearly right is suggested above click's sentence") {
  CommandLine program(sample_definitions());
  const auto ran = program.run({"flags", "Enable", "beta"});
  CHECK(ran.code == 2);
  CHECK(ran.err ==
        "Usage: pancake flags [OPTIONS] COMMAND [ARGS]...\n"
        "Did you mean 'pancake flags enable'?\n"
        "Try 'pancake flags --help' for help.\n\n"
        "Error: No such command 'Enable'.\n");
}

TEST_CASE("a store's URL that is none is wrong usage") {
  CommandLine program(sample_definitions());
  program.environment["PANCAKE_STORE"] = "mongodb:x";
  // The harness's own store is used in place of the URL, so this asks open_store itself.
  const auto opened = open_store("mongodb:x");
  REQUIRE_FALSE(opened.has_value());
  CHECK(opened.error().code == ErrorCode::usage);
}

}  // namespace pancake
