#include "pancake/sample_draw.h"

#include <cstddef>
#include <random>
#include <string>
#include <string_view>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "../../core/src/sample_draws.h"
#include "catch.h"
#include "exact_text.h"
#include "vectors.h"

namespace pancake {
namespace {

using test::ExactText;

/// The draw by xxHash itself, of the texts joined.
double reference_draw(std::string_view extension, std::string_view sample,
                      std::string_view visitor) {
  std::string joined(extension);
  joined.append(1, '\0').append(sample).append(1, '\0').append(visitor);
  const XXH64_hash_t hash = XXH64(joined.data(), joined.size(), 0);
  return static_cast<double>(hash >> 11U) / 0x1p53 * 100.0;
}

void check_draws(ExactText extension, ExactText sample, ExactText visitor) {
  INFO(extension.view().size() << ", " << sample.view().size() << " and " << visitor.view().size()
                               << " bytes");
  const double expected = reference_draw(extension.view(), sample.view(), visitor.view());
  const SampleDraws draws(extension.view(), visitor.view());
  CHECK(draws.of(sample.view()) == expected);
  CHECK(draws.of(sample.view()) == expected);
  CHECK(sample_draw(extension.view(), sample.view(), visitor.view()) == expected);
}

ExactText random_text(std::mt19937& random, std::size_t most) {
  ExactText text(random() % (most + 1));
  for (std::size_t at = 0; at < text.view().size(); ++at) text[at] = static_cast<char>(random());
  return text;
}

}  // namespace

TEST_CASE("draws are XXH64's, whatever the lengths") {
  const auto check = [](std::size_t extension, std::size_t sample, std::size_t visitor) {
    check_draws(ExactText(extension), ExactText(sample), ExactText(visitor));
  };
  for (std::size_t extension = 0; extension < 20; ++extension) {
    for (std::size_t sample = 0; sample < 40; ++sample) {
      for (std::size_t visitor = 0; visitor < 20; ++visitor) check(extension, sample, visitor);
    }
  }
  for (std::size_t size = 0; size < 600; ++size) {
    check(size, 5, 3);
    check(7, size, 3);
    check(7, 5, size);
  }
}

TEST_CASE("draws are XXH64's, whatever the bytes") {
  std::mt19937 random(1);
  for (int turn = 0; turn < 20'000; ++turn) {
    const std::size_t most = turn % 2 == 0 ? 12 : 50;
    check_draws(random_text(random, most), random_text(random, most), random_text(random, most));
  }
}

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
