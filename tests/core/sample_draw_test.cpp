#include "pancake/sample_draw.h"

#include <string>

#include "catch.h"
#include "vectors.h"

namespace pancake {

TEST_CASE("draws are those of the vectors, to the last bit") {
  const auto file = test::vectors("sample_draw.json");
  for (const auto& row : file["cases"]) {
    INFO(row.dump());
    CHECK(sample_draw(row["extension"].get<std::string>(), row["sample"].get<std::string>(),
                      row["visitor"].get<std::string>()) == row["draw"].get<double>());
  }
}

TEST_CASE("raising a ratio never takes a visitor out") {
  for (int visitor = 0; visitor < 1000; ++visitor) {
    const double draw = sample_draw("pancake", "S", std::to_string(visitor));
    bool was_in = false;
    for (int ratio = 0; ratio <= 100; ++ratio) {
      const bool is_in = sample_is_active(draw, ratio);
      CHECK((is_in || !was_in));
      was_in = is_in;
    }
    CHECK(was_in);
    CHECK_FALSE(sample_is_active(draw, 0));
  }
}

TEST_CASE("a ratio takes its share of all visitor keys, and samples do not move together") {
  constexpr int keys = 1 << 18;
  int in_first = 0;
  int in_second = 0;
  int in_both = 0;
  for (int key = 0; key < keys; ++key) {
    const bool first = sample_draw("pancake", "FIRST", std::to_string(key)) < 30;
    const bool second = sample_draw("pancake", "SECOND", std::to_string(key)) < 30;
    in_first += first ? 1 : 0;
    in_second += second ? 1 : 0;
    in_both += first && second ? 1 : 0;
  }
  CHECK(in_first / double{keys} == Approx(0.30).margin(0.003));
  CHECK(in_second / double{keys} == Approx(0.30).margin(0.003));
  CHECK(in_both / double{keys} == Approx(0.09).margin(0.003));
}

}  // namespace pancake
