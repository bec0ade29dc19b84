#include "../../core/src/payload_reader.h"

#include <cstring>
#include <numeric>
#include <random>
#include <vector>

#include "../../core/src/columns.h"
#include "../../core/src/payload_layout.h"
#include "../../core/src/snapshot_header.h"
#include "catch.h"
#include "snapshot_from_json.h"
#include "vectors.h"

namespace pancake {
namespace {

Bytes payload_of(const nlohmann::json& snapshot) {
  const Bytes bytes = test::builder_from_json(snapshot).build().value();
  return Bytes::copy_of(
      bytes.span().subspan(header_size(snapshot["extension"].get<std::string>().size())));
}

/// A payload of so many elements in each column.
Bytes laid_out(const std::vector<std::size_t>& counts) {
  PayloadLayout layout;
  for (std::size_t place = 0; place < field_count; ++place) {
    layout.set(static_cast<Field>(place), counts[place]);
  }
  Bytes payload(layout.size());
  layout.write_counts(payload.data());
  return payload;
}

std::size_t bytes_of(const Columns& columns, std::size_t place) {
  return columns[place].count * element_bytes(place);
}

}  // namespace

TEST_CASE("the columns of a payload lie one directly behind the other, each aligned") {
  std::mt19937_64 random(20'261);
  for (int round = 0; round < 1'000; ++round) {
    std::vector<std::size_t> counts(field_count);
    for (auto& count : counts) count = random() % 5;
    const Bytes payload = laid_out(counts);
    Columns columns;
    REQUIRE(read_columns(payload.span(), columns));
    const std::uint8_t* end = payload.data() + counts_bytes;
    for (std::size_t place = 0; place < field_count; ++place) {
      REQUIRE(columns[place].count == counts[place]);
      REQUIRE(columns[place].first == end);
      const std::size_t width = element_bytes(place);
      if (width != 0) REQUIRE(static_cast<std::size_t>(end - payload.data()) % width == 0);
      end += bytes_of(columns, place);
    }
    REQUIRE(end == payload.data() + payload.size());
  }
}

TEST_CASE("a payload is refused unless its columns fill it to the last byte") {
  const Bytes good = payload_of(test::vectors("evaluation.json")["cases"][0]["snapshot"]);
  Columns columns;
  REQUIRE(read_columns(good.span(), columns));
  for (std::size_t size = 0; size < good.size(); ++size) {
    CHECK_FALSE(read_columns(good.span().first(size), columns));
  }
  std::vector<std::uint8_t> longer(good.span().begin(), good.span().end());
  longer.push_back(0);
  CHECK_FALSE(read_columns(longer, columns));
}

TEST_CASE("counts that wrap around in 32 bits, or in 64, are refused") {
  const Bytes good = laid_out(std::vector<std::size_t>(field_count, 1));
  for (std::size_t place = 0; place < static_cast<std::size_t>(Field::switch_count); ++place) {
    for (const std::uint32_t more : {0xFFFFFFFFU, 0x80000000U, 0x40000000U, 0x20000000U}) {
      Bytes bad = Bytes::copy_of(good.span());
      const std::uint32_t count = 1 + more;
      std::memcpy(bad.data() + 4 * place, &count, sizeof count);
      Columns columns;
      INFO("field " << place << ", count " << count);
      if (count != 1) CHECK_FALSE(read_columns(bad.span(), columns));
    }
  }
  Bytes all = Bytes::copy_of(good.span());
  std::memset(all.data(), 0xFF, counts_bytes);
  Columns columns;
  CHECK_FALSE(read_columns(all.span(), columns));
}

TEST_CASE("whatever counts are read, the columns lie within the payload") {
  const std::uint64_t seed = 20'262;
  INFO("seed " << seed);
  std::mt19937_64 random(seed);
  const auto below = [&random](std::size_t n) { return random() % n; };
  const Bytes good = payload_of(test::vectors("evaluation.json")["cases"][0]["snapshot"]);
  int read = 0;
  int refused = 0;
  for (int round = 0; round < 100'000; ++round) {
    Bytes bytes = Bytes::copy_of(good.span());
    // What one column gets another one loses, so that their sum is often right.
    const std::size_t from = 4 * below(field_count);
    const std::size_t to = 4 * below(field_count);
    const auto moved = static_cast<std::uint32_t>(below(3) == 0 ? random() : below(9));
    for (const auto& [place, change] : {std::pair(from, 0U - moved), std::pair(to, moved)}) {
      std::uint32_t count = 0;
      std::memcpy(&count, bytes.data() + place, sizeof count);
      count += change;
      std::memcpy(bytes.data() + place, &count, sizeof count);
    }
    Columns columns;
    if (!read_columns(bytes.span(), columns)) {
      ++refused;
      continue;
    }
    ++read;
    std::size_t size = counts_bytes;
    for (std::size_t place = 0; place < field_count; ++place) size += bytes_of(columns, place);
    REQUIRE(size == bytes.size());
  }
  CHECK(read > 1'000);
  CHECK(refused > 1'000);
}

}  // namespace pancake
