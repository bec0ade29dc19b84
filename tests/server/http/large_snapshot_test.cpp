// Full snapshots with many overrides: what is made of them takes long.
#include <catch.h>

#include <nlohmann/json.hpp>

#include "pancake/snapshot_file.h"
#include "test_site.h"

namespace pancake {
namespace {

const std::vector<std::pair<std::string, std::string>> as_json = {{"Accept", "application/json"}};

/// A site with so many overrides that its full snapshot is a layer over a base.
struct LargeSite : TestSite {
  explicit LargeSite(int ids) : TestSite(options_with({extension()})) {
    StoredState state;
    state.revision = 1;
    for (int id = 0; id < ids; ++id) {
      state.overrides.push_back({"user", "FLAG", std::to_string(id), {"1"}});
    }
    publish(state);
  }

  static ExtensionDefinition extension() {
    ExtensionDefinition extension = empty_extension("pancake");
    extension.groups = {{"user", {IdSource::Kind::client, ""}, {}}};
    extension.features = {client_feature(FeatureKind::flag, "FLAG", 0)};
    return extension;
  }
};

}  // namespace

TEST_CASE("the JSON of a large full snapshot is made on another thread, for the first who asks") {
  LargeSite site(5'000);
  const auto first = site.get("/snapshot/pancake?scope=full", as_json);
  CHECK(first.was_deferred);
  CHECK(first.status == 200);
  CHECK(first.field("Content-Type") == "application/json");
  CHECK(first.field("Pancake-Revision") == "1");
  CHECK(nlohmann::json::parse(first.body)["overrides"].size() == 5'000);

  const auto again = site.get("/snapshot/pancake?scope=full", as_json);
  CHECK_FALSE(again.was_deferred);
  CHECK(again.body == first.body);

  const auto known =
      site.get("/snapshot/pancake?scope=full",
               {{"Accept", "application/json"}, {"If-None-Match", first.field("ETag")}});
  CHECK(known.status == 304);
  CHECK_FALSE(known.was_deferred);
}

TEST_CASE("who knows the JSON already has none made") {
  LargeSite site(5'000);
  const std::string etag = site.get("/snapshot/pancake?scope=full", as_json).field("ETag");
  LargeSite other(5'000);
  const auto known = other.get("/snapshot/pancake?scope=full",
                               {{"Accept", "application/json"}, {"If-None-Match", etag}});
  CHECK(known.status == 304);
  CHECK_FALSE(known.was_deferred);
}

TEST_CASE("the file of a large full snapshot is put together on another thread") {
  LargeSite site(5'000);
  const auto first = site.get("/snapshot/pancake?scope=full");
  CHECK(first.was_deferred);
  Bytes file(first.body.size());
  std::copy(first.body.begin(), first.body.end(), file.data());
  const auto opened = open_file(std::move(file));
  REQUIRE(opened);
  CHECK((*opened)->override_row_count() == 5'000);
  CHECK_FALSE(site.get("/snapshot/pancake?scope=full").was_deferred);
}

TEST_CASE("a small full snapshot is answered at once") {
  LargeSite site(100);
  CHECK_FALSE(site.get("/snapshot/pancake?scope=full", as_json).was_deferred);
  CHECK_FALSE(site.get("/snapshot/pancake?scope=full").was_deferred);
}

TEST_CASE("a large snapshot that is asked for with a revision comes when that is there") {
  LargeSite site(5'000);
  const auto answer = site.get("/snapshot/pancake?scope=full&min-revision=1", as_json);
  CHECK(answer.status == 200);
  CHECK(nlohmann::json::parse(answer.body)["overrides"].size() == 5'000);
}

}  // namespace pancake
