#include <algorithm>
#include <cstring>
#include <random>
#include <string>
#include <vector>

#include "catch.h"
#include "pancake/evaluation.h"
#include "pancake/personal_snapshot.h"
#include "pancake/snapshot.h"
#include "snapshot_from_json.h"
#include "vectors.h"

// The header's checksum is sealed anew, as an attacker would, to reach the checks behind it.
#include "../../core/src/payload_fields.h"
#include "../../core/src/snapshot_header.h"

namespace pancake {
namespace {

Bytes shop() {
  const auto file = test::vectors("evaluation.json");
  return test::builder_from_json(file["cases"][0]["snapshot"]).build().value();
}

CoreError error_of(Bytes bytes) {
  const auto opened = Snapshot::open(std::move(bytes));
  REQUIRE_FALSE(opened);
  return opened.error();
}

/// Uses everything that a snapshot offers, so that a sanitizer sees any read out of bounds.
void read_everything(const Snapshot& snapshot) {
  const std::vector<std::optional<std::string_view>> ids = {"42", "yes", "", std::nullopt};
  std::vector<Answer> answers(snapshot.feature_count());
  evaluate_all(snapshot, {ids, "abc"}, answers);
  for (std::uint32_t feature = 0; feature < snapshot.feature_count(); ++feature) {
    (void)evaluate(snapshot, feature, {ids, "abc"});
    (void)snapshot.find(snapshot.details(feature).kind, snapshot.name(feature));
  }
  for (std::uint32_t group = 0; group < snapshot.group_count(); ++group) {
    (void)snapshot.group(group).size();
  }
  for (std::uint32_t row = 0; row < snapshot.override_row_count(); ++row) {
    (void)snapshot.override_row(row).entries.size();
  }
  CHECK(Snapshot::open(personal_snapshot(snapshot, ids, "abc", answers).value()));
}

}  // namespace

TEST_CASE("a snapshot keeps its bytes") {
  const Bytes bytes = shop();
  const auto snapshot = Snapshot::open(Bytes::copy_of(bytes.span())).value();
  REQUIRE(snapshot.bytes().size() == bytes.size());
  CHECK(std::memcmp(snapshot.bytes().data(), bytes.data(), bytes.size()) == 0);
  read_everything(snapshot);
}

TEST_CASE("a snapshot with any single bit changed is refused") {
  const Bytes good = shop();
  for (std::size_t byte = 0; byte < good.size(); ++byte) {
    for (unsigned bit = 0; bit < 8; ++bit) {
      Bytes bad = Bytes::copy_of(good.span());
      bad.data()[byte] = static_cast<std::uint8_t>(bad.data()[byte] ^ (1U << bit));
      INFO("byte " << byte << ", bit " << bit);
      const auto opened = Snapshot::open(std::move(bad));
      CHECK_FALSE(opened);
    }
  }
}

TEST_CASE("a snapshot cut anywhere, or with a byte too many, is refused") {
  const Bytes good = shop();
  for (std::size_t size = 0; size < good.size(); ++size) {
    INFO(size << " of " << good.size() << " bytes");
    CHECK_FALSE(Snapshot::open(Bytes::copy_of(good.span().first(size))));
  }
  std::vector<std::uint8_t> longer(good.span().begin(), good.span().end());
  longer.push_back(0);
  CHECK(error_of(Bytes::copy_of(longer)) == CoreError::wrong_length);
}

TEST_CASE("each kind of damage has its own error and sentence") {
  const auto damaged = [](std::size_t at, std::uint8_t value) {
    Bytes bytes = shop();
    bytes.data()[at] = value;
    return error_of(std::move(bytes));
  };
  CHECK(error_of(Bytes()) == CoreError::not_a_snapshot);
  CHECK(damaged(0, 'X') == CoreError::not_a_snapshot);
  CHECK(damaged(4, 1) == CoreError::unsupported_version);
  CHECK(damaged(24, 0) == CoreError::wrong_length);
  CHECK(damaged(16, 99) == CoreError::wrong_checksum);
  CHECK(message(CoreError::wrong_checksum) ==
        "the snapshot's checksum does not match its bytes: it is damaged or not all of a file; get "
        "it anew");
}

TEST_CASE("bytes changed at random under a right checksum are refused or harmless") {
  const Bytes good = shop();
  const std::string extension = "pancake";
  const std::size_t payload = header_size(extension.size());
  std::mt19937 random(20231);  // NOLINT: the same schedule each time
  const auto below = [&random](std::size_t n) { return random() % n; };

  std::size_t refused = 0;
  for (int round = 0; round < 20'000; ++round) {
    Bytes bytes = Bytes::copy_of(good.span());
    for (std::size_t change = 1 + below(3); change > 0; --change) {
      bytes.data()[payload + below(bytes.size() - payload)] = static_cast<std::uint8_t>(below(256));
    }
    write_header({bytes.data(), bytes.size()}, extension, Scope::full, 7);
    const auto snapshot = Snapshot::open(std::move(bytes));
    if (snapshot) {
      read_everything(*snapshot);
    } else {
      ++refused;
    }
  }
  CHECK(refused > 1000);
}

TEST_CASE("an offset that points into an object id is refused or harmless") {
  // The id looks like a vector of three numbers, at each alignment in turn.
  for (std::size_t shift = 0; shift < 8; ++shift) {
    std::string id(shift + 4 + 24, '\0');
    id[shift] = 3;
    SnapshotBuilder builder("x", Scope::full, 1);
    builder.add_group("g").value();
    builder.add_flag({"F"}).value();
    for (const char* name : {"A", "B", "C"}) builder.add_sample({name, 1.0, {}, {}}).value();
    test::must(builder.add_override(0, id, 0, true));
    const Bytes good = builder.build().value();
    const auto found = std::search(good.span().begin(), good.span().end(), id.begin(), id.end());
    const auto target = static_cast<std::uint32_t>(found - good.span().begin() + shift);

    for (std::uint32_t at = header_size(1); at < target; at += 4) {
      Bytes bytes = Bytes::copy_of(good.span());
      const std::uint32_t offset = target - at;
      std::memcpy(bytes.data() + at, &offset, sizeof offset);
      write_header({bytes.data(), bytes.size()}, "x", Scope::full, 1);
      const auto snapshot = Snapshot::open(std::move(bytes));
      if (snapshot) read_everything(*snapshot);
    }
  }
}

TEST_CASE("an order of names that repeats a feature is harmless") {
  SnapshotBuilder builder("x", Scope::full, 1);
  REQUIRE(builder.add_switch({"SHOWN", {}, {}, true}));
  for (int hidden = 0; hidden < 4'000; ++hidden) {
    REQUIRE(builder.add_switch({"HIDDEN" + std::to_string(hidden), {}, {}, false}));
  }
  const Bytes good = builder.build().value();
  const auto opened = Snapshot::open(Bytes::copy_of(good.span())).value();
  const auto& by_name = opened.columns()[static_cast<std::size_t>(Field::by_name)];
  Bytes bytes = Bytes::copy_of(good.span());
  const auto place = static_cast<std::size_t>(by_name.first - opened.bytes().data());
  std::memset(bytes.data() + place, 0, by_name.count * std::size_t{4});
  write_header({bytes.data(), bytes.size()}, "x", Scope::full, 1);
  read_everything(Snapshot::open(std::move(bytes)).value());
}

}  // namespace pancake
