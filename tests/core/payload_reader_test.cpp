#include "../../core/src/payload_reader.h"

#include <cstring>
#include <random>

#include "../../core/src/columns.h"
#include "../../core/src/snapshot_header.h"
#include "catch.h"
#include "snapshot_from_json.h"
#include "snapshot_generated.h"
#include "vectors.h"

namespace pancake {
namespace {

Bytes payload_of(const nlohmann::json& snapshot) {
  const Bytes bytes = test::builder_from_json(snapshot).build().value();
  return Bytes::copy_of(
      bytes.span().subspan(header_size(snapshot["extension"].get<std::string>().size())));
}

/// What FlatBuffers' own verifier says.
bool is_sound(std::span<const std::uint8_t> payload) {
  flatbuffers::Verifier verifier(payload.data(), payload.size());
  return wire::VerifySnapshotBuffer(verifier);
}

template <typename T>
void check_same(const flatbuffers::Vector<T>* theirs, const Columns& columns, Field field) {
  const auto ours = column<T>(columns, field);
  REQUIRE(ours.size() == theirs->size());
  CHECK(reinterpret_cast<const std::uint8_t*>(ours.data()) == theirs->Data());
}

/// Every column is where FlatBuffers finds it.
void check_same(std::span<const std::uint8_t> payload, const Columns& columns) {
  const wire::Snapshot* theirs = wire::GetSnapshot(payload.data());
  CHECK(columns[place_of(Field::switch_count)].count == theirs->switch_count());
  CHECK(columns[place_of(Field::flag_count)].count == theirs->flag_count());
  check_same(theirs->name_text(), columns, Field::name_text);
  check_same(theirs->name_ends(), columns, Field::name_ends);
  check_same(theirs->by_name(), columns, Field::by_name);
  check_same(theirs->base_answers(), columns, Field::base_answers);
  check_same(theirs->settings(), columns, Field::settings);
  check_same(theirs->ratios(), columns, Field::ratios);
  check_same(theirs->default_ratios(), columns, Field::default_ratios);
  check_same(theirs->state_ratios(), columns, Field::state_ratios);
  check_same(theirs->group_row_ends(), columns, Field::group_row_ends);
  check_same(theirs->id_text(), columns, Field::id_text);
  check_same(theirs->id_ends(), columns, Field::id_ends);
  check_same(theirs->entry_ends(), columns, Field::entry_ends);
  check_same(theirs->entries(), columns, Field::entries);
  check_same(theirs->slots(), columns, Field::slots);
  REQUIRE(columns[place_of(Field::groups)].count == theirs->groups()->size());
  for (std::uint32_t group = 0; group < theirs->groups()->size(); ++group) {
    CHECK(group_at(columns, group) == theirs->groups()->Get(group)->string_view());
  }
}

}  // namespace

TEST_CASE("the columns of a payload are where FlatBuffers finds them") {
  const auto file = test::vectors("evaluation.json");
  for (const auto& test_case : file["cases"]) {
    const Bytes payload = payload_of(test_case["snapshot"]);
    INFO(test_case["title"]);
    Columns columns;
    REQUIRE(is_sound(payload.span()));
    REQUIRE(read_columns(payload.span(), columns));
    check_same(payload.span(), columns);
  }
}

TEST_CASE("no payload is read that FlatBuffers' own verifier refuses") {
  const std::uint64_t seed = 20'261;
  INFO("seed " << seed);
  std::mt19937_64 random(seed);
  const auto below = [&random](std::size_t n) { return random() % n; };
  const auto cases = test::vectors("evaluation.json")["cases"];
  const Bytes good = payload_of(cases[0]["snapshot"]);
  // Where the table and the lengths lie: damage elsewhere hardly ever reaches what is tested here.
  const std::size_t table_end = 48 + 72;

  int read = 0;
  int refused = 0;
  for (int round = 0; round < 300'000; ++round) {
    const std::size_t size = below(20) == 0 ? below(good.size()) : good.size();
    Bytes bytes = Bytes::copy_of(good.span().first(size));
    for (std::size_t change = 1 + below(3); change > 0 && size >= 4; --change) {
      const std::size_t within = below(3) == 0 ? size : std::min(size, table_end);
      const std::size_t place = below(within - 3) & ~std::size_t{below(2) == 0 ? 3U : 1U};
      auto value = static_cast<std::uint32_t>(below(2) == 0 ? below(size + 8) : random());
      if (below(8) == 0) value = 0U - value;
      std::memcpy(bytes.data() + place, &value, 1 + below(4));
    }
    Columns columns;
    if (!read_columns(bytes.span(), columns)) {
      ++refused;
      continue;
    }
    ++read;
    INFO("round " << round);
    REQUIRE(is_sound(bytes.span()));
    check_same(bytes.span(), columns);
  }
  CHECK(read > 10'000);
  CHECK(refused > 100'000);
}

}  // namespace pancake
