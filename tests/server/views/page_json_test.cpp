#include <catch.h>

#include <nlohmann/json.hpp>

#include "page/page_files.h"
#include "views/page_json.h"

using Json = nlohmann::ordered_json;

namespace pancake {
namespace {

FeatureTable table() {
  ExtensionDefinition extension = empty_extension("pancake");
  extension.groups = {{"user", {}, {}}, {"admin", {}, std::vector<std::string>{"yes", "no"}}};
  extension.features = {{FeatureKind::switch_, "S", FeatureDefault{1, "true"}, "open", true},
                        {FeatureKind::flag, "F", FeatureDefault{0, "false"}, "", false},
                        {FeatureKind::sample, "R", FeatureDefault{42, "42"}, "", false}};
  StoredState stored;
  stored.revision = 9;
  stored.switches["S"].text = "0";
  stored.samples["R"].text = "much";
  stored.flags["FOUND"].text = "1";
  stored.overrides = {{"user", "F", "<ann>", {"1"}}, {"admin", "F", "yes", {"0"}}};
  return join(extension, stored).value();
}

}  // namespace

TEST_CASE("the page is told what is defined, what is stored, and for whom it is shown") {
  const auto page = Json::parse(page_json(table(), {"ada", true, true, {"pancake", "shop"}}));
  CHECK(page["revision"] == 9);
  CHECK(
      page["groups"] ==
      Json::parse(R"([{"id":"user","candidates":null},{"id":"admin","candidates":["yes","no"]}])"));
  REQUIRE(page["features"].size() == 4);
  const Json& flag = page["features"][0];
  CHECK(flag["name"] == "F");
  CHECK(flag["state"].is_null());
  CHECK(flag["default"] == false);
  CHECK(flag["override_count"] == 2);
  CHECK(flag["overrides"][0] == Json::parse(R"({"group":"user","id":"<ann>","on":true})"));
  CHECK(page["features"][1]["name"] == "FOUND");
  CHECK(page["features"][1]["default"].is_null());
  CHECK(page["features"][2]["state"] == false);
  CHECK(page["features"][2]["client"] == true);
  CHECK(page["features"][3]["default"] == 42.0);
  CHECK(page["features"][3]["problem"].get<std::string>().find("much") != std::string::npos);
  CHECK(page["caller"] == "ada");
  CHECK(page["may_write"] == true);
  CHECK(page["extensions"] == Json::parse(R"(["pancake","shop"])"));
}

TEST_CASE("a flag with very many overrides says how many and shows the first") {
  ExtensionDefinition extension = empty_extension("pancake");
  extension.groups = {{"user", {}, {}}};
  extension.features = {{FeatureKind::flag, "F", FeatureDefault{0, "false"}, "", false}};
  StoredState stored;
  for (std::size_t id = 0; id < most_shown_overrides + 5; ++id) {
    stored.overrides.push_back({"user", "F", std::to_string(id), {"1"}});
  }
  const auto page = Json::parse(page_json(join(extension, stored).value(), {}));
  CHECK(page["features"][0]["override_count"] == most_shown_overrides + 5);
  CHECK(page["features"][0]["overrides"].size() == most_shown_overrides);
}

TEST_CASE("the page's files are part of the program") {
  REQUIRE(find_page_file("overview.js") != nullptr);
  CHECK(find_page_file("overview.js")->type == "text/javascript; charset=utf-8");
  CHECK(find_page_file("overview.css")->text.find("prefers-color-scheme") !=
        std::string_view::npos);
  CHECK(find_page_file("mark.svg")->type == "image/svg+xml");
  CHECK(find_page_file("page_files.h") == nullptr);
  CHECK(find_page_file("") == nullptr);
}

}  // namespace pancake
