#include "python/float_text.h"

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>

#include "catch.h"

namespace pancake {

namespace {

nlohmann::json cases() {
  std::ifstream file(PANCAKE_GOLDEN "/vectors_float.json");
  return nlohmann::json::parse(file).at("cases");
}

}  // namespace

TEST_CASE("a number is written as Python writes a float") {
  int checked = 0;
  for (const auto& row : cases()) {
    if (row.at("kind") != "format") continue;
    INFO(row.dump());
    const double number = std::strtod(row.at("hex").get<std::string>().c_str(), nullptr);
    CHECK(float_text(number) == row.at("get_repr").get<std::string>());
    ++checked;
  }
  CHECK(checked > 100);
}

TEST_CASE("a stored text is read as Python's float() reads it, or refused as there") {
  int checked = 0;
  for (const auto& row : cases()) {
    if (row.at("kind") != "parse_redis") continue;
    INFO(row.dump());
    const auto number = parse_float(row.at("text").get<std::string>());
    if (row.contains("error")) {
      CHECK_FALSE(number);
    } else {
      REQUIRE(number);
      CHECK(float_text(*number) == row.at("get_repr").get<std::string>());
    }
    ++checked;
  }
  CHECK(checked > 40);
}

}  // namespace pancake
