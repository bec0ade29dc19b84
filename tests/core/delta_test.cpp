#include "pancake/delta.h"

#include <algorithm>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <tuple>
#include <vector>

#include "catch.h"
#include "pancake/snapshot_builder.h"
#include "snapshot_from_json.h"
#include "vectors.h"

namespace pancake {
namespace {

/// Definitions, states and overrides of an extension, to be changed at random.
struct State {
  using Place = std::tuple<std::uint32_t, std::string, std::uint32_t>;  ///< group, id, flag

  std::vector<Setting> switches = std::vector<Setting>(3, Setting::unset);
  std::vector<Setting> flags = std::vector<Setting>(4, Setting::unset);
  std::vector<std::optional<double>> samples = std::vector<std::optional<double>>(3);
  std::map<Place, bool> overrides;

  [[nodiscard]] Snapshot snapshot(std::uint64_t revision) const {
    SnapshotBuilder builder("shop", Scope::full, revision);
    for (const char* group : {"user", "team"}) REQUIRE(builder.add_group(group));
    int number = 0;
    for (const Setting state : switches) {
      REQUIRE(builder.add_switch({"S" + std::to_string(number++), Setting::off, state}));
    }
    for (const Setting state : flags) {
      REQUIRE(builder.add_flag({"F" + std::to_string(number++), Setting::on, state}));
    }
    for (const auto& ratio : samples) {
      REQUIRE(builder.add_sample({"R" + std::to_string(number++), 50.0, ratio, {}}));
    }
    for (const auto& [place, on] : overrides) {
      const auto& [group, id, flag] = place;
      REQUIRE(builder.add_override(group, id, flag, on));
    }
    return Snapshot::open(builder.build().value()).value();
  }
};

State changed(State state, std::mt19937_64& random) {
  const auto below = [&random](std::size_t n) { return random() % n; };
  const auto setting = [&below] { return static_cast<Setting>(below(3)); };
  for (std::size_t change = below(5); change-- > 0;) {
    switch (below(6)) {
      case 0: state.switches[below(state.switches.size())] = setting(); break;
      case 1: state.flags[below(4)] = setting(); break;
      case 2: state.samples[below(3)] = static_cast<double>(below(101)); break;
      case 3: state.switches.resize(1 + below(6)); break;
      default: {
        const State::Place place = {static_cast<std::uint32_t>(below(2)), std::to_string(below(12)),
                                    static_cast<std::uint32_t>(below(4))};
        if (below(3) == 0) {
          state.overrides.erase(place);
        } else {
          state.overrides[place] = below(2) == 0;
        }
      }
    }
  }
  return state;
}

std::string text_of(std::span<const std::uint8_t> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace

TEST_CASE("a delta makes the bytes of one snapshot of those of another") {
  std::mt19937_64 random(20'261'122);
  State state;
  for (std::uint64_t revision = 1; revision < 2'000; ++revision) {
    const Snapshot before = state.snapshot(revision);
    state = changed(std::move(state), random);
    const Snapshot after = state.snapshot(revision + 1);
    const Bytes delta = write_delta(before, after);
    INFO("revision " << revision);
    REQUIRE(text_of(apply_delta(before.bytes(), delta.span()).value().span()) ==
            text_of(after.bytes()));
  }
}

TEST_CASE("the bytes of a delta are those of the vectors, on every platform") {
  const auto opened = [](const nlohmann::json& snapshot) {
    return Snapshot::open(test::builder_from_json(snapshot).build().value()).value();
  };
  const auto file = test::vectors("deltas.json");
  for (const auto& row : file["cases"]) {
    INFO(row["title"]);
    const Bytes delta = write_delta(opened(row["from"]), opened(row["to"]));
    CHECK(test::hex(delta.span()) == row["hex"].get<std::string>());
  }
}

TEST_CASE("a state that changed takes a hundred bytes, however many features there are") {
  State state;
  state.switches.resize(1'000);
  const Snapshot before = state.snapshot(1);
  state.switches[700] = Setting::on;
  CHECK(before.bytes().size() > 10'000);
  CHECK(write_delta(before, state.snapshot(2)).size() < 100);
}

TEST_CASE("a delta between extensions of other names is a delta all the same") {
  const Snapshot before = State().snapshot(1);
  const auto after =
      Snapshot::open(SnapshotBuilder("another", Scope::public_, 9).build().value()).value();
  const Bytes delta = write_delta(before, after);
  CHECK(text_of(apply_delta(before.bytes(), delta.span()).value().span()) ==
        text_of(after.bytes()));
}

TEST_CASE("what a delta makes of other bytes is no snapshot") {
  State state;
  const Snapshot first = state.snapshot(1);
  state.flags[0] = Setting::on;
  const Snapshot second = state.snapshot(2);
  state.samples[0] = 10;
  const Snapshot third = state.snapshot(3);
  const Bytes delta = write_delta(second, third);
  CHECK(Snapshot::open(apply_delta(first.bytes(), delta.span()).value()).error() ==
        CoreError::wrong_checksum);
  CHECK(apply_delta(first.bytes().first(40), delta.span()).error() == CoreError::broken_delta);
}

TEST_CASE(
    "a delta that is cut or changed is refused, or makes what is no snapshot, or is harmless") {
  std::mt19937_64 random(7);
  State state;
  for (int id = 0; id < 9; ++id) state.overrides[{0, std::to_string(id), 0}] = true;
  const Snapshot before = state.snapshot(1);
  state = changed(changed(state, random), random);
  state.flags[1] = Setting::on;
  state.overrides[{1, "new", 2}] = true;
  const Snapshot after = state.snapshot(2);
  const Bytes good = write_delta(before, after);
  const auto check = [&](std::span<const std::uint8_t> delta) {
    auto bytes = apply_delta(before.bytes(), delta);
    if (!bytes) return;
    const std::string made = text_of(bytes->span());
    if (Snapshot::open(std::move(*bytes))) REQUIRE(made == text_of(after.bytes()));
  };
  for (std::size_t size = 0; size < good.size(); ++size) {
    REQUIRE_FALSE(apply_delta(before.bytes(), good.span().first(size)));
  }
  for (std::size_t byte = 0; byte < good.size(); ++byte) {
    for (unsigned bit = 0; bit < 8; ++bit) {
      Bytes bad = Bytes::copy_of(good.span());
      bad.data()[byte] ^= static_cast<std::uint8_t>(1U << bit);
      check(bad.span());
    }
  }
}

}  // namespace pancake
