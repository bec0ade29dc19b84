#include "python/text_repr.h"

#include <fstream>
#include <nlohmann/json.hpp>
#include <vector>

#include "catch.h"

namespace pancake {

TEST_CASE("an id is shown as Python's repr() shows it") {
  std::ifstream file(PANCAKE_GOLDEN "/vectors_repr.json");
  const auto vectors = nlohmann::json::parse(file);
  for (const auto& row : vectors.at("cases")) {
    const auto id = row.at("object_id").get<std::string>();
    // Exactly as many bytes as there are: a sanitizer sees one read too many.
    const std::vector<char> exact(id.begin(), id.end());
    INFO(row.dump());
    CHECK(text_repr({exact.data(), exact.size()}) == row.at("repr").get<std::string>());
  }
}

TEST_CASE("bytes that are not UTF-8 are shown as Python shows undecodable arguments") {
  CHECK(text_repr("a\xff") == "'a\\udcff'");
  CHECK(text_repr("\xe2\x82") == "'\\udce2\\udc82'");
}

}  // namespace pancake
