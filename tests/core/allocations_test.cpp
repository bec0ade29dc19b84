#include <vector>

#include "catch.h"
#include "count_allocations.h"
#include "pancake/evaluation.h"
#include "pancake/personal_snapshot.h"
#include "snapshot_from_json.h"
#include "vector_visitor.h"
#include "vectors.h"

namespace pancake {

TEST_CASE("evaluating allocates nothing") {
  const nlohmann::json file = test::vectors("evaluation.json");
  const nlohmann::json& shop = file["cases"][0];
  const auto snapshot =
      Snapshot::open(test::builder_from_json(shop["snapshot"]).build().value()).value();
  std::vector<Answer> answers(snapshot.feature_count());

  for (const auto& row : shop["visitors"]) {
    const test::VectorVisitor who(row, shop["snapshot"]["groups"]);
    const std::size_t before = test::allocation_count();
    evaluate_all(snapshot, who.visitor(), answers);
    for (std::uint32_t feature = 0; feature < snapshot.feature_count(); ++feature) {
      (void)evaluate(snapshot, feature, who.visitor());
    }
    (void)snapshot.find(FeatureKind::sample, "HALF");
    const std::size_t after = test::allocation_count();
    CHECK(after == before);
  }
}

TEST_CASE("a personal snapshot takes one allocation, its own bytes") {
  const nlohmann::json file = test::vectors("evaluation.json");
  const nlohmann::json& shop = file["cases"][0];
  const auto snapshot =
      Snapshot::open(test::builder_from_json(shop["snapshot"]).build().value()).value();
  for (const auto& row : shop["visitors"]) {
    const test::VectorVisitor who(row, shop["snapshot"]["groups"]);
    const std::size_t before = test::allocation_count();
    const auto personal = personal_snapshot(snapshot, who.ids, who.key);
    const std::size_t after = test::allocation_count();
    CHECK(personal);
    CHECK(after == before + 1);
  }
}

}  // namespace pancake
