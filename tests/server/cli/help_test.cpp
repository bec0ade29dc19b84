#include "catch.h"
#include "command_line.h"

namespace pancake {

namespace {

std::size_t longest_line(const std::string& text) {
  std::size_t longest = 0;
  std::size_t width = 0;
  for (const char c : text) {
    if (c == '\n') {
      longest = std::max(longest, std::exchange(width, 0));
    } else if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) {
      ++width;
    }
  }
  return longest;
}

}  // namespace

TEST_CASE("a group without a command shows its help, exit code 0") {
  CommandLine program(std::nullopt);
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{}, {"flags"}, {"switches"}, {"samples"}, {"snapshot"}}) {
    const auto bare = program.run(words);
    CHECK(bare.code == 0);
    CHECK(bare.err.empty());
    CHECK(bare.out.starts_with("Usage: pancake"));
    auto asked = words;
    asked.emplace_back("--help");
    CHECK(program.run(asked).out == bare.out);
  }
}

TEST_CASE("every command has help that fits a terminal of 80 columns") {
  CommandLine program(std::nullopt);
  const std::vector<std::string> flags{
      "list",         "check",         "enable",      "disable",         "clear",  "list-group",
      "enable-group", "disable-group", "clear-group", "clear-all-group", "define", "undefine"};
  std::vector<std::vector<std::string>> commands{{},
                                                 {"overview"},
                                                 {"status"},
                                                 {"log"},
                                                 {"diff"},
                                                 {"rollback"},
                                                 {"export"},
                                                 {"import"},
                                                 {"explain"},
                                                 {"lint"},
                                                 {"discover"},
                                                 {"accept-store-state"},
                                                 {"serve"},
                                                 {"snapshot", "export"},
                                                 {"snapshot", "inspect"},
                                                 {"samples", "set"},
                                                 {"samples", "check"},
                                                 {"switches", "check"}};
  for (const auto& name : flags) commands.push_back({"flags", name});
  for (auto words : commands) {
    words.emplace_back("-h");
    const auto ran = program.run(words);
    INFO(ran.out);
    CHECK(ran.code == 0);
    CHECK(longest_line(ran.out) <= 82);
    CHECK(ran.out.find("PANCAKE_STORE") != std::string::npos);
  }
}

TEST_CASE("help shows arguments, options and an example") {
  CommandLine program(std::nullopt);
  CHECK(program.run({"samples", "set", "--help"})
            .out.starts_with("Usage: pancake samples set [OPTIONS] NAME VALUE\n\n"
                             "  Set the ratio of visitors that a sample is on for.\n\n"
                             "Arguments:\n"
                             "  NAME   The sample's name, exactly as it was defined.\n"
                             "  VALUE  Percent of visitors, 0 to 100, like 12.5.\n\n"
                             "Options:\n"
                             "  --reason TEXT  Why, for the log.\n\n"
                             "Global options:\n"));
}

TEST_CASE("the version is one line") {
  CommandLine program(std::nullopt);
  const auto ran = program.run({"--version"});
  CHECK(ran.code == 0);
  CHECK(ran.out.starts_with("pancake "));
  CHECK(ran.out.find('\n') == ran.out.size() - 1);
}

}  // namespace pancake
