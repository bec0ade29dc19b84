#include <catch.h>

#include <nlohmann/json.hpp>

#include "test_site.h"

using Json = nlohmann::ordered_json;

namespace pancake {
namespace {

ExtensionDefinition shop() {
  ExtensionDefinition extension = empty_extension("pancake");
  extension.features = {client_feature(FeatureKind::switch_, "OPEN", 1)};
  return extension;
}

}  // namespace

TEST_CASE("a browser without a token is shown where to sign in, a program what to send") {
  ServeOptions options = options_with({shop()});
  options.admin_tokens = {"an-admin-token-of-32-bytes-or-so"};
  options.url_prefix = "/flags";
  TestSite site(options);
  site.publish({});
  const auto page = site.get("/flags/overview/pancake", {{"Accept", "text/html"}});
  CHECK(page.status == 401);
  CHECK(page.field("Content-Type") == "text/html; charset=utf-8");
  CHECK(page.field("Content-Security-Policy").find("default-src 'none'") == 0);
  CHECK(page.field("Cache-Control") == "no-store");
  CHECK(page.body.find("data-sign-in") != std::string::npos);
  CHECK(page.body.find("src=\"/flags/overview-page/overview.js\"") != std::string::npos);
  CHECK(page.body.find("OPEN") == std::string::npos);
  CHECK(Json::parse(site.get("/flags/overview").body)["error"]["code"] == "unauthorized");
  CHECK(site.get("/flags/overview/pancake?for=page").status == 401);
}

TEST_CASE("the page reads what it works with") {
  TestSite site(options_with({shop(), empty_extension("other")}));
  site.publish({});
  const auto answered = site.get("/overview/pancake?for=page");
  CHECK(answered.status == 200);
  CHECK(answered.field("Cache-Control") == "no-store");
  const auto page = Json::parse(answered.body);
  CHECK(page["features"][0]["name"] == "OPEN");
  CHECK(page["may_write"] == true);
  CHECK(page["signed_in"] == false);
  CHECK(page["extensions"] == Json::parse(R"(["pancake","other"])"));
}

TEST_CASE("the page says which state it shows when that is not what the store has now") {
  TestSite site(options_with({shop()}));
  site.publish({});
  const auto standing = [&] {
    const auto page = Json::parse(site.get("/overview?for=page").body);
    const auto text = page["standing"].get<std::string>();
    const auto html = site.get("/overview", {{"Accept", "text/html"}}).body;
    CHECK((html.find("class=\"note wrong\"") != std::string::npos) == !text.empty());
    return text;
  };
  CHECK(standing().empty());
  auto& extension = *site.site().extensions.front();
  extension.disconnected();
  CHECK(standing() == "The store is away. Shown is the state that was served before, 0 s old.");
  extension.hold("its log ends before the served one");
  CHECK(standing() ==
        "The store is not believed: its log ends before the served one. Shown is the state that "
        "was served before, 0 s old. 'pancake accept-store-state --yes' takes what the store has "
        "now.");
  site.publish({});
  CHECK(standing().empty());
}

TEST_CASE("the page's files are served with a tag") {
  TestSite site(options_with({shop()}));
  const auto script = site.get("/overview-page/overview.js");
  CHECK(script.status == 200);
  CHECK(script.field("Content-Type") == "text/javascript; charset=utf-8");
  CHECK(script.field("Cache-Control") == "no-cache");
  CHECK(site.get("/overview-page/overview.js", {{"If-None-Match", script.field("ETag")}}).status ==
        304);
  CHECK(site.get("/overview-page/overview.css").field("Content-Type") == "text/css; charset=utf-8");
  CHECK(site.get("/overview-page/nothing.js").status == 404);
}

}  // namespace pancake
