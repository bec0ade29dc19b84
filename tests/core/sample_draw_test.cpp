#include "pancake/sample_draw.h"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "../../core/src/sample_draws.h"
#include "catch.h"
#include "vectors.h"

namespace pancake {
namespace {

/// A text of so many bytes in memory that ends with it, so that a sanitizer sees what reads on.
class ExactText {
 public:
  explicit ExactText(std::size_t size) : bytes_(new char[size]), size_(size) {
    for (std::size_t at = 0; at < size; ++at) bytes_[at] = static_cast<char>(at * 37 + size);
  }
  [[nodiscard]] std::string_view view() const { return {bytes_.get(), size_}; }

 private:
  std::unique_ptr<char[]> bytes_;
  std::size_t size_;
};

}  // namespace

TEST_CASE("a visitor's draws made together are those made one by one, whatever the lengths") {
  const auto check = [](std::size_t extension_size, std::size_t sample_size,
                        std::size_t visitor_size) {
    const ExactText extension(extension_size);
    const ExactText sample(sample_size);
    const ExactText visitor(visitor_size);
    SampleDraws draws(extension.view(), visitor.view());
    const double one = sample_draw(extension.view(), sample.view(), visitor.view());
    INFO(extension_size << ", " << sample_size << " and " << visitor_size << " bytes");
    CHECK(draws.of(sample.view()) == one);
    CHECK(draws.of(sample.view()) == one);
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
