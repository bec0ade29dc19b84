#include "python/upper_case.h"

#include <fstream>
#include <map>
#include <nlohmann/json.hpp>

#include "catch.h"
#include "python/utf8.h"
#include "store/store.h"

namespace pancake {

namespace {

nlohmann::json cases(const std::string& file_name) {
  std::ifstream file(PANCAKE_GOLDEN "/" + file_name);
  return nlohmann::json::parse(file).at("cases");
}

char32_t point_of(const std::string& hexadecimal) {
  return static_cast<char32_t>(std::stoul(hexadecimal, nullptr, 16));
}

}  // namespace

TEST_CASE("every code point of Unicode has Python's upper case") {
  std::map<char32_t, std::string> expected;
  for (const auto& row : cases("table_upper.json")) {
    std::string upper;
    for (const auto& point : row.at("to")) append_utf8(upper, point_of(point.get<std::string>()));
    expected[point_of(row.at("from").get<std::string>())] = upper;
  }
  REQUIRE(expected.size() > 1000);
  for (char32_t point = 0; point <= 0x10FFFF; ++point) {
    if (point >= 0xD800 && point <= 0xDFFF) continue;
    std::string text;
    append_utf8(text, point);
    const auto found = expected.find(point);
    const auto& wanted = found == expected.end() ? text : found->second;
    if (upper_case(text) != wanted) FAIL_CHECK("U+" << std::hex << static_cast<unsigned>(point));
  }
}

TEST_CASE("names become keys as flask-pancake makes them") {
  for (const auto& row : cases("vectors_upper.json")) {
    const auto text = row.at("text").get<std::string>();
    INFO(row.dump());
    CHECK(upper_case(text) == row.at("upper").get<std::string>());
    CHECK(redis_key(FeatureKind::flag, "pancake", text) == row.at("flag_key").get<std::string>());
    CHECK(redis_key(FeatureKind::switch_, "pancake", text) ==
          row.at("switch_key").get<std::string>());
    CHECK(redis_key(FeatureKind::sample, text, text) ==
          row.at("sample_key_in_extension_of_that_name").get<std::string>());
  }
}

TEST_CASE("bytes that are not UTF-8 stay as they are") {
  CHECK(upper_case("a\xFF"
                   "b\xC3") ==
        "A\xFF"
        "B\xC3");
  CHECK_FALSE(is_utf8("\xC0\x80"));
  CHECK_FALSE(is_utf8("\xED\xA0\x80"));
  CHECK_FALSE(is_utf8("\xF4\x90\x80\x80"));
  CHECK(
      is_utf8("stra\xC3\x9F"
              "e \xF0\x9F\xA5\x9E"));
}

}  // namespace pancake
