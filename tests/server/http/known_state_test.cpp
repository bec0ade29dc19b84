#include "serve/known_state.h"

#include <catch.h>

namespace pancake {
namespace {

KnownState known_state() {
  KnownState known;
  known.store = "redis://127.0.0.1:6379/0";
  known.extension = "pancake";
  known.read_at =
      std::chrono::system_clock::time_point(std::chrono::microseconds(1700000000000001));
  known.earlier = {1, 0xFFFFFFFFFFFFFFFFU, 3};
  StoredState& state = known.state;
  state.revision = 1700000000000000;
  state.lineage = "run";
  state.log_position = 12;
  state.accepted = 11;
  state.switches["A"] = {"1"};
  state.flags["Ä"] = {"hash", true};
  state.samples["S"] = {"12.5"};
  // Ids are any bytes, not only Unicode.
  state.overrides = {{"user", "Ä", std::string("\xff\x00\xfe", 3), {"1"}},
                     {"user", "B", "", {"x"}}};
  state.definitions = {{FeatureKind::sample, "s", FeatureDefault{42, "42.0"}, "what", true},
                       {FeatureKind::flag, "f", FeatureDefault{0, "false"}, "", false}};
  state.problems = {"a problem"};
  return known;
}

}  // namespace

TEST_CASE("a known state reads back as it was written, any bytes in it") {
  const KnownState known = known_state();
  const auto read = parse_known_state(known_state_bytes(known));
  REQUIRE(read.has_value());
  CHECK(read->store == known.store);
  CHECK(read->extension == known.extension);
  CHECK(read->read_at == known.read_at);
  CHECK(read->earlier == known.earlier);
  CHECK(read->state.revision == known.state.revision);
  CHECK(read->state.lineage == known.state.lineage);
  CHECK(read->state.log_position == known.state.log_position);
  CHECK(read->state.accepted == known.state.accepted);
  CHECK(read->state.switches == known.state.switches);
  CHECK(read->state.flags == known.state.flags);
  CHECK(read->state.samples == known.state.samples);
  CHECK(read->state.definitions == known.state.definitions);
  CHECK(read->state.problems == known.state.problems);
  REQUIRE(read->state.overrides.size() == 2);
  CHECK(read->state.overrides[0].object_id == known.state.overrides[0].object_id);
  CHECK(read->state.overrides[1].value == known.state.overrides[1].value);
}

TEST_CASE("a known state that was cut or changed anywhere is not read") {
  const std::string bytes = known_state_bytes(known_state());
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    const std::vector<char> exact(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size));
    const auto read = parse_known_state({exact.data(), exact.size()});
    REQUIRE(!read.has_value());
    REQUIRE(read.error().code == ErrorCode::damaged);
  }
  for (std::size_t place = 0; place < bytes.size(); ++place) {
    auto changed = bytes;
    changed[place] = static_cast<char>(changed[place] ^ 0x10);
    REQUIRE(!parse_known_state(changed).has_value());
  }
  CHECK(!parse_known_state(bytes + "x").has_value());
}

}  // namespace pancake
