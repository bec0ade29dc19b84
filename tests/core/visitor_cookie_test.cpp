#include "pancake/visitor_cookie.h"

#include <string>

#include "catch.h"
#include "vectors.h"

namespace pancake {

TEST_CASE("cookies are read as the vectors say") {
  const auto file = test::vectors("visitor_cookie.json");
  for (const auto& row : file["read"]) {
    INFO(row.dump());
    const std::string value = row["value"];
    const auto key = read_visitor_cookie(value);
    CHECK(key.has_value() == !row["key"].is_null());
    if (key && !row["key"].is_null()) CHECK(*key == row["key"].get<std::string>());
  }
}

TEST_CASE("cookies are written as the vectors say, and read back") {
  const auto file = test::vectors("visitor_cookie.json");
  for (const auto& row : file["write"]) {
    INFO(row.dump());
    const auto value = write_visitor_cookie(row["bits"].get<std::uint32_t>());
    CHECK(std::string_view(value.data(), value.size()) == row["value"].get<std::string>());
    CHECK(read_visitor_cookie({value.data(), value.size()}));
  }
}

}  // namespace pancake
