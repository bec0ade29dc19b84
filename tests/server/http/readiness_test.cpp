#include <catch.h>

#include <nlohmann/json.hpp>

#include "test_site.h"

namespace pancake {
namespace {

ServeOptions two_extensions() {
  return options_with({empty_extension("pancake"), empty_extension("shop")});
}

}  // namespace

TEST_CASE("/readyz is 503 until every extension can be served, and says what is known of each") {
  TestSite site(two_extensions());
  CHECK(site.get("/readyz").status == 503);
  CHECK(site.get("/healthz").status == 200);
  StoredState stored;
  stored.revision = 7;
  stored.flags["F"] = {"yes"};
  site.publish(stored, 0);
  CHECK(site.get("/readyz").status == 503);
  site.publish(stored, 1);
  const auto answered = site.get("/readyz");
  CHECK(answered.status == 200);
  const auto body = nlohmann::json::parse(answered.body);
  CHECK(body.at("ready") == true);
  const auto expected = nlohmann::json::parse(
      R"({"revision":7,"age_seconds":0.0,"connected":true,"source":"store","held":null,"problems":1})");
  CHECK(body.at("extensions").at("shop") == expected);
}

TEST_CASE("metrics are shown as the overview is, or to everybody if so told") {
  auto options = two_extensions();
  options.admin_tokens = {"an-admin-token"};
  options.metrics_public = GENERATE(false, true);
  TestSite site(options);
  CHECK(site.get("/metrics").status == (options.metrics_public ? 200 : 401));
  const auto shown = site.get("/metrics", {{"Authorization", "Bearer an-admin-token"}});
  CHECK(shown.status == 200);
  CHECK(shown.field("Content-Type") == "text/plain; version=0.0.4; charset=utf-8");
}

}  // namespace pancake
