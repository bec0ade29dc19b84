#include "pancake/snapshot_builder.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "catch.h"
#include "pancake/snapshot.h"
#include "snapshot_from_json.h"
#include "vectors.h"

namespace pancake {

TEST_CASE("a snapshot tells what was put into it") {
  SnapshotBuilder builder("shop", Scope::personal, 1234567890123456ULL);
  CHECK(builder.add_group("user") == 0U);
  CHECK(builder.add_group("admin") == 1U);
  CHECK(builder.add_switch({"S", Setting::on, Setting::off, true, false}) == 0U);
  CHECK(builder.add_flag({"F2", Setting::unset, Setting::unset, false, true}) == 0U);
  CHECK(builder.add_flag({"F1", Setting::off, Setting::on, false, false}) == 1U);
  CHECK(builder.add_sample({"R", 42.5, 100.0, true, true, false}) == 0U);
  REQUIRE(builder.add_override(1, "yes", 0, true));
  const auto snapshot = Snapshot::open(builder.build().value()).value();

  CHECK(snapshot.extension() == "shop");
  CHECK(snapshot.scope() == Scope::personal);
  CHECK(snapshot.revision() == 1234567890123456ULL);
  CHECK(snapshot.group_count() == 2);
  CHECK(snapshot.group(1) == "admin");
  CHECK(snapshot.feature_count() == 4);
  CHECK(snapshot.switch_count() == 1);
  CHECK(snapshot.flag_count() == 2);
  CHECK(snapshot.sample_count() == 1);

  const FeatureDetails switch_details = snapshot.details(0);
  CHECK(switch_details.kind == FeatureKind::switch_);
  CHECK(switch_details.name == "S");
  CHECK(switch_details.default_setting == Setting::on);
  CHECK(switch_details.state == Setting::off);
  CHECK(switch_details.client);
  CHECK_FALSE(switch_details.problem);

  const FeatureDetails flag_details = snapshot.details(1);
  CHECK(flag_details.kind == FeatureKind::flag);
  CHECK(flag_details.name == "F2");
  CHECK(flag_details.default_setting == Setting::unset);
  CHECK(flag_details.problem);

  const FeatureDetails sample_details = snapshot.details(3);
  CHECK(sample_details.kind == FeatureKind::sample);
  CHECK(sample_details.default_ratio == 42.5);
  CHECK(sample_details.state_ratio == 100.0);
  CHECK(sample_details.fixed_answer == true);

  CHECK(snapshot.override_row_count() == 1);
  CHECK(snapshot.override_row(0).group == 1);
  CHECK(snapshot.override_row(0).object_id == "yes");
  REQUIRE(snapshot.overrides_of(1, "yes").size() == 1);
  CHECK(snapshot.overrides_of(1, "yes")[0] == (1U << 1U | 1U));
  CHECK(snapshot.overrides_of(0, "yes").empty());
}

TEST_CASE("features are found by exact name within their kind") {
  SnapshotBuilder builder("x", Scope::full, 1);
  for (const char* name : {"b", "a", "", "ab", "B"}) builder.add_flag({name}).value();
  builder.add_switch({"b"}).value();
  const auto snapshot = Snapshot::open(builder.build().value()).value();

  CHECK(snapshot.find(FeatureKind::switch_, "b") == 0U);
  CHECK(snapshot.find(FeatureKind::flag, "b") == 1U);
  CHECK(snapshot.find(FeatureKind::flag, "a") == 2U);
  CHECK(snapshot.find(FeatureKind::flag, "") == 3U);
  CHECK(snapshot.find(FeatureKind::flag, "ab") == 4U);
  CHECK(snapshot.find(FeatureKind::flag, "B") == 5U);
  CHECK_FALSE(snapshot.find(FeatureKind::flag, "c"));
  CHECK_FALSE(snapshot.find(FeatureKind::switch_, "a"));
  CHECK_FALSE(snapshot.find(FeatureKind::sample, "b"));
}

TEST_CASE("the last word for one flag and id wins") {
  SnapshotBuilder builder("x", Scope::full, 1);
  builder.add_group("g").value();
  builder.add_flag({"F"}).value();
  test::must(builder.add_override(0, "1", 0, true));
  test::must(builder.add_override(0, "1", 0, false));
  const auto snapshot = Snapshot::open(builder.build().value()).value();
  REQUIRE(snapshot.overrides_of(0, "1").size() == 1);
  CHECK((snapshot.overrides_of(0, "1")[0] & 1U) == 0);
}

TEST_CASE("every one of many ids is found, and no other") {
  SnapshotBuilder builder("x", Scope::full, 1);
  builder.add_group("a").value();
  builder.add_group("b").value();
  builder.add_flag({"F"}).value();
  for (int id = 0; id < 5000; ++id) {
    test::must(builder.add_override(id % 2 == 0 ? 0 : 1, std::to_string(id), 0, true));
  }
  const auto snapshot = Snapshot::open(builder.build().value()).value();
  CHECK(snapshot.override_row_count() == 5000);
  for (int id = 0; id < 6000; ++id) {
    const std::string text = std::to_string(id);
    CHECK(snapshot.overrides_of(0, text).size() == (id < 5000 && id % 2 == 0 ? 1 : 0));
    CHECK(snapshot.overrides_of(1, text).size() == (id < 5000 && id % 2 == 1 ? 1 : 0));
  }
}

TEST_CASE("what does not fit is refused and leaves the builder as it was") {
  SnapshotBuilder builder("x", Scope::full, 1);
  builder.add_group("g").value();
  builder.add_flag({"F"}).value();
  builder.add_sample({"R", 1.0, {}, {}}).value();
  const auto refused = [](const auto& result) { return result.error(); };

  CHECK(refused(builder.add_group("g")) == CoreError::duplicate_group);
  CHECK(refused(builder.add_flag({"F"})) == CoreError::duplicate_feature);
  CHECK(refused(builder.add_sample({"R", 2.0, {}, {}})) == CoreError::duplicate_feature);
  for (const double ratio : {-0.1, 100.1, std::nan(""), std::numeric_limits<double>::infinity()}) {
    CHECK(refused(builder.add_sample({"Q", ratio, {}, {}})) == CoreError::ratio_out_of_range);
    CHECK(refused(builder.add_sample({"Q", {}, ratio, {}})) == CoreError::ratio_out_of_range);
  }
  CHECK(refused(builder.add_override(1, "1", 0, true)) == CoreError::unknown_group);
  CHECK(refused(builder.add_override(0, "1", 1, true)) == CoreError::unknown_flag);
  CHECK(refused(builder.add_override(0, std::string(1025, 'x'), 0, true)) ==
        CoreError::object_id_too_long);

  const auto snapshot = Snapshot::open(builder.build().value()).value();
  CHECK(snapshot.feature_count() == 2);
  CHECK(snapshot.override_row_count() == 0);
}

TEST_CASE("an extension needs a name that fits the header") {
  for (const std::string& name : {std::string(), std::string(129, 'x'), std::string("a\nb")}) {
    const auto built = SnapshotBuilder(name, Scope::full, 1).build();
    REQUIRE_FALSE(built);
    CHECK(built.error() == CoreError::bad_extension_name);
  }
  CHECK(SnapshotBuilder(std::string(128, 'x'), Scope::full, 1).build());
}

TEST_CASE("equal content has an equal hash at any revision, other content has not") {
  const auto hash = [](std::uint64_t revision, Scope scope, Setting state) {
    SnapshotBuilder builder("x", scope, revision);
    builder.add_switch({"S", Setting::off, state}).value();
    return Snapshot::open(builder.build().value()).value().content_hash();
  };
  CHECK(hash(1, Scope::full, Setting::on) == hash(2, Scope::full, Setting::on));
  CHECK(hash(1, Scope::full, Setting::on) != hash(1, Scope::public_, Setting::on));
  CHECK(hash(1, Scope::full, Setting::on) != hash(1, Scope::full, Setting::off));
}

TEST_CASE("the bytes of a snapshot are those of the vectors, on every platform") {
  const auto snapshots = test::vectors("evaluation.json")["cases"];
  const auto file = test::vectors("snapshot_bytes.json");
  for (const auto& row : file["cases"]) {
    const auto same_title = [&row](const auto& other) { return other["title"] == row["title"]; };
    const auto found = std::find_if(snapshots.begin(), snapshots.end(), same_title);
    REQUIRE(found != snapshots.end());

    const Bytes bytes = test::builder_from_json((*found)["snapshot"]).build().value();
    INFO(row["title"]);
    CHECK(test::hex(bytes.span()) == row["hex"].get<std::string>());
  }
}

}  // namespace pancake
