#include <catch.h>

#include "pancake/snapshot_builder.h"
#include "views/snapshot_json.h"

namespace pancake {
namespace {

Snapshot opened(const SnapshotBuilder& builder) {
  auto bytes = builder.build();
  REQUIRE(bytes.has_value());
  auto snapshot = Snapshot::open(std::move(*bytes));
  REQUIRE(snapshot.has_value());
  return std::move(*snapshot);
}

}  // namespace

TEST_CASE("a snapshot as JSON leaves out what says nothing") {
  CHECK(snapshot_json(opened(SnapshotBuilder("pancake", Scope::public_, 7))) ==
        "{\"extension\":\"pancake\",\"scope\":\"public\",\"revision\":7}\n");
}

TEST_CASE("a snapshot as JSON holds groups, features and overrides") {
  SnapshotBuilder builder("pancake", Scope::full, 12);
  REQUIRE(builder.add_group("user").has_value());
  REQUIRE(builder.add_switch({"A", Setting::on, Setting::unset, true, false}).has_value());
  REQUIRE(builder.add_flag({"B", Setting::off, Setting::on, false, true}).has_value());
  REQUIRE(builder.add_sample({"C", 42, 50.5, true, false, false}).has_value());
  REQUIRE(builder.add_override(0, "42", 0, true).has_value());
  CHECK(snapshot_json(opened(builder)) ==
        "{\"extension\":\"pancake\",\"scope\":\"full\",\"revision\":12,\"groups\":[\"user\"],"
        "\"switches\":[{\"name\":\"A\",\"default\":true,\"state\":null,\"client\":true}],"
        "\"flags\":[{\"name\":\"B\",\"default\":false,\"state\":true,\"problem\":true}],"
        "\"samples\":[{\"name\":\"C\",\"default\":42.0,\"state\":50.5,\"answer\":true}],"
        "\"overrides\":[{\"group\":\"user\",\"id\":\"42\",\"flags\":{\"B\":true}}]}\n");
}

}  // namespace pancake
