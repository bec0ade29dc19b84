#include "store/redis_held_keys.h"

#include <algorithm>
#include <random>

#include "catch.h"
#include "sample_extension.h"
#include "store/redis_contents.h"

namespace pancake {

namespace {

/// A state as one text, whatever the order of its overrides.
std::string text_of(const StoredState& state) {
  std::vector<std::string> lines = state.problems;
  const auto add = [&lines](const std::string& what, const StoredValue& value) {
    lines.push_back(what + "=" + value.text + (value.wrong_type ? "!" : ""));
  };
  for (const auto& [name, value] : state.switches) add("switch " + name, value);
  for (const auto& [name, value] : state.flags) add("flag " + name, value);
  for (const auto& [name, value] : state.samples) add("sample " + name, value);
  for (const auto& one : state.overrides) {
    add(one.group + "|" + one.flag + "|" + one.object_id, one.value);
  }
  std::ranges::sort(lines);
  std::string text;
  for (const auto& line : lines) text += line + "\n";
  return text;
}

}  // namespace

TEST_CASE("keys that change one by one make the state that they make all at once") {
  auto extension = test::sample_extension();
  extension.features.push_back(test::feature(FeatureKind::flag, "dark_mode:x", 0, "false"));
  const std::vector<std::string> keys{"FLAG:pancake:BETA",
                                      "FLAG:pancake:NEW",
                                      "FLAG:pancake:NEW:X",
                                      "SWITCH:pancake:TEA",
                                      "SAMPLE:pancake:ODDS",
                                      "FLAG:pancake:\xFF",
                                      "FLAG:pancake:t:user:NEW",
                                      "FLAG:pancake:t:user:NEW:X",
                                      "FLAG:pancake:t:user:BETA",
                                      "FLAG:pancake:k:user:NEW:1",
                                      "FLAG:pancake:k:user:NEW:X:1",
                                      "FLAG:pancake:k:user:BETA:1",
                                      "FLAG:pancake:k:user:BETA:2",
                                      "FLAG:pancake:k:user:DARK_MODE:X:1",
                                      "FLAG:pancake:k:staff:NEW:X:1",
                                      "FLAG:pancake:k:user:\xFF:1",
                                      "FLAG:pancake:k:user:lower:1",
                                      "FLAG:pancake:lower",
                                      "FLAG:other:BETA"};
  const auto seed = std::random_device{}();
  CAPTURE(seed);
  std::minstd_rand random(seed);
  RedisHeldKeys held(extension);
  RedisContents contents;
  for (int i = 0; i < 5000; ++i) {
    const auto& key = keys[random() % keys.size()];
    if (random() % 2 == 0) {
      const StoredValue value{std::to_string(random() % 3), random() % 7 == 0};
      held.set(key, value);
      contents.values[key] = value;
    } else {
      held.erase(key);
      contents.values.erase(key);
    }
    REQUIRE(text_of(held.state(1)) == text_of(state_of(extension, contents, 1)));
  }
}

TEST_CASE("a walk over all keys shows which ones are gone") {
  RedisHeldKeys held(test::sample_extension());
  for (const auto* const key : {"FLAG:pancake:A", "FLAG:pancake:B", "FLAG:pancake:C"}) {
    CHECK(held.set(key, StoredValue{"1"}));
  }
  held.begin_walk();
  held.mark("FLAG:pancake:A");
  CHECK_FALSE(held.set("FLAG:pancake:B", StoredValue{"1"}));
  CHECK(held.not_come_by() == std::vector<std::string>{"FLAG:pancake:C"});
}

}  // namespace pancake
