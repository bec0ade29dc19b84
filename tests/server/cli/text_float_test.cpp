#include "python/text_float.h"

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

#include "catch.h"
#include "command_line.h"

namespace pancake {

TEST_CASE("a typed ratio is read and answered as flask-pancake does") {
  std::ifstream file(PANCAKE_GOLDEN "/vectors_float.json");
  const auto vectors = nlohmann::json::parse(file);
  CommandLine program(R"({"extensions":{"pancake":{"samples":{"s":{"default":1}}}}})");
  for (const auto& row : vectors.at("cases")) {
    if (row.at("kind") != "parse_cli") continue;
    INFO(row.dump());
    std::vector<std::string> words{"samples", "set"};
    for (const auto& word : row.at("args_after_set")) words.push_back(word.get<std::string>());
    const auto ran = program.run(words);
    CHECK(ran.code == row.at("exit_code").get<int>());
    CHECK(ran.out == row.at("stdout").get<std::string>());
    if (row.at("error_line").is_null()) {
      CHECK(ran.err.empty());
    } else {
      CHECK(ran.err.ends_with("\n" + row.at("error_line").get<std::string>() + "\n"));
    }
  }
}

TEST_CASE("digits and blanks of every script are read, letters are not") {
  CHECK(parse_typed_float("\u0967\u0968.\u0969") == 12.3);
  CHECK(parse_typed_float("\u3000\uFF17\u2003") == 7);
  CHECK_FALSE(parse_typed_float("\u00B2").has_value());
  CHECK_FALSE(parse_typed_float("5\xff").has_value());
  CHECK_FALSE(parse_typed_float("").has_value());
}

}  // namespace pancake
