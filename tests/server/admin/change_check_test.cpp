#include "admin/change_check.h"

#include "catch.h"
#include "run.h"
#include "sample_extension.h"

namespace pancake {

using test::feature;
using test::must;
using test::sample_extension;

namespace {

/// The error of a check; no value if the change may be made.
std::optional<ErrorCode> refused(const Change& change, const StoredState& stored = {}) {
  const auto extension = sample_extension();
  const auto checked = check_change(extension, must(join(extension, stored)), change);
  return checked ? std::nullopt : std::optional(checked.error().code);
}

}  // namespace

TEST_CASE("a change of what is defined may be made without knowing the store") {
  CHECK_FALSE(refused(SetState{FeatureKind::flag, "beta", "1"}));
  CHECK_FALSE(refused(SetState{FeatureKind::sample, "Odds", "12.5"}));
  CHECK_FALSE(refused(SetOverride{"beta", "user", "", true}));
  CHECK_FALSE(refused(ClearOverrides{"beta", "admin"}));
  CHECK_FALSE(refused(Define{feature(FeatureKind::flag, "new", 1, "true")}));
}

TEST_CASE("a change of what nobody knows is refused, unless the store knows it") {
  const ClearState change{FeatureKind::flag, "foreign"};
  CHECK(refused(change) == ErrorCode::unknown_feature);
  StoredState stored;
  stored.flags["FOREIGN"] = {"1"};
  CHECK_FALSE(refused(change, stored));
  const Undefine undefine{FeatureKind::flag, "foreign"};
  CHECK(refused(undefine, stored) == ErrorCode::unknown_feature);
  stored.definitions.push_back(feature(FeatureKind::flag, "foreign", 1, "true"));
  CHECK_FALSE(refused(undefine, stored));
}

TEST_CASE("what the definitions file defines is not defined in the store") {
  const auto extension = sample_extension();
  const auto checked =
      check_change(extension, must(join(extension, {})),
                   Define{feature(FeatureKind::flag, "beta", 1, "true")}, "flags.json");
  REQUIRE_FALSE(checked);
  CHECK(checked.error().message ==
        "Flag 'beta' is defined in flags.json, which wins over the store: change it there.");
  CHECK(refused(Undefine{FeatureKind::flag, "beta"}) == ErrorCode::bad_name);
}

TEST_CASE("names, groups, ids and values are held to their rules") {
  CHECK(refused(SetOverride{"beta", "team", "1", true}) == ErrorCode::unknown_group);
  CHECK(refused(SetOverride{"beta", "user", std::string(1025, 'x'), true}) == ErrorCode::bad_value);
  CHECK_FALSE(refused(SetOverride{"beta", "user", std::string(1024, 'x'), true}));
  CHECK(refused(Define{feature(FeatureKind::flag, "a\nb", 1, "true")}) == ErrorCode::bad_name);
  CHECK(refused(Define{FeatureDefinition{FeatureKind::flag, "x", {}, {}, false}}) ==
        ErrorCode::bad_value);
  CHECK(refused(SetState{FeatureKind::sample, "Odds", "250"}) == ErrorCode::bad_value);
  CHECK(refused(SetState{FeatureKind::flag, "beta", "yes"}) == ErrorCode::bad_value);
}

}  // namespace pancake
