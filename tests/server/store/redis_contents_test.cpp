#include "store/redis_contents.h"

#include <algorithm>

#include "catch.h"
#include "sample_extension.h"
#include "store/redis_keys.h"

namespace pancake {

using test::feature;
using test::sample_extension;

namespace {

/// The overrides of a state as "group|FLAG|id", sorted.
std::vector<std::string> cuts(const StoredState& state) {
  std::vector<std::string> all;
  for (const auto& override : state.overrides) {
    all.push_back(override.group + "|" + override.flag + "|" + override.object_id);
  }
  std::ranges::sort(all);
  return all;
}

StoredState state_with(const ExtensionDefinition& extension, const std::vector<std::string>& keys) {
  RedisContents contents;
  for (const auto& key : keys) contents.values[key] = StoredValue{"1"};
  return state_of(extension, contents, 1);
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("keys are flask-pancake's") {
  CHECK(redis_key(FeatureKind::sample, "my ext", "odds") == "SAMPLE:my ext:ODDS");
  CHECK(override_key("e", "user", "beta", "A:b") == "FLAG:e:k:user:BETA:A:b");
  CHECK(tracking_key("e", "user", "beta") == "FLAG:e:t:user:BETA");
  CHECK(scan_pattern("a*[b") == "[FS]*:a\\*\\[b:*");
}

TEST_CASE("an override's key goes to every defined flag that flask-pancake reads it for") {
  auto extension = sample_extension();
  extension.features.push_back(feature(FeatureKind::flag, "dark_mode:x", 0, "false"));
  const auto state = state_with(extension, {"FLAG:pancake:k:user:DARK_MODE:X:1"});
  CHECK(cuts(state) == Texts{"user|DARK_MODE:X|1", "user|DARK_MODE|X:1"});
}

TEST_CASE("definitions decide before keys do, and keys before the first colon") {
  const auto extension = sample_extension();
  CHECK(cuts(state_with(extension, {"FLAG:pancake:k:user:BETA:X:1", "FLAG:pancake:BETA:X"})) ==
        Texts{"user|BETA|X:1"});
  CHECK(cuts(state_with(extension, {"FLAG:pancake:k:user:NEW:X:1", "FLAG:pancake:t:user:NEW:X"})) ==
        Texts{"user|NEW:X|1"});
  CHECK(cuts(state_with(extension, {"FLAG:pancake:k:user:NEW:X:1"})) == Texts{"user|NEW|X:1"});
  CHECK(cuts(state_with(extension, {"FLAG:pancake:k:staff:BETA:7"})) == Texts{"staff|BETA|7"});
}

TEST_CASE("a group's colon is no end of it when the group is defined") {
  auto extension = sample_extension();
  extension.groups.push_back({"user:paying", {}, std::nullopt});
  CHECK(cuts(state_with(extension, {"FLAG:pancake:k:user:paying:BETA:7"})) ==
        Texts{"user:paying|BETA|7"});
  CHECK(cuts(state_with(extension, {"FLAG:pancake:k:user:paying:NEW:7"})) ==
        Texts{"user:paying|NEW|7"});
}

TEST_CASE("keys that are nobody's are skipped, and odd ones are kept") {
  const auto state = state_with(
      sample_extension(),
      {"FLAG:pancake:lower", "FLAG:other:BETA", "SWITCH:pancake", "FLAG:pancake:k:user",
       "FLAG:pancake:k:user:NOID", "FLAG:pancake:k:user:lower:1", "SAMPLE:pancake:", "x",
       "FLAG:pancake:K:USER:A:1", "FLAG:pancake:k:user::1", "FLAG:pancake:k:user:BETA:"});
  REQUIRE(state.flags.size() == 1);
  CHECK(state.flags.contains("K:USER:A:1"));
  CHECK(state.samples.contains(""));
  CHECK(state.switches.empty());
  CHECK(cuts(state) == Texts{"user|BETA|", "user||1"});
  CHECK(state.problems.empty());
}

TEST_CASE("a key that is not UTF-8 is counted as a problem, an id may be any bytes") {
  const auto state = state_with(sample_extension(), {"FLAG:pancake:\xFF", "FLAG:pancake:BETA",
                                                     "FLAG:pancake:k:user:BETA:\xFF"});
  CHECK(state.flags.size() == 1);
  CHECK(state.overrides.size() == 1);
  CHECK(state.problems.size() == 1);
}

}  // namespace pancake
