#include <catch.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "test_site.h"

using Json = nlohmann::ordered_json;

namespace pancake {
namespace {

std::string extension_of(const Json& recorded) {
  const auto found = recorded.find("extension");
  return found == recorded.end() || found->is_null() ? "pancake" : found->get<std::string>();
}

CookieOptions cookie_options(const Json& recorded) {
  CookieOptions options;
  options.given = !recorded.empty();
  for (const auto& [name, value] : recorded.items()) {
    if (name == "path") options.path = value.is_null() ? "" : value.get<std::string>();
    if (value.is_null()) continue;
    if (name == "secure") options.secure = value;
    if (name == "httponly") options.http_only = value;
    if (name == "samesite") options.same_site = value;
    if (name == "domain") options.domain = value;
    if (name == "max_age") options.max_age = value;
  }
  return options;
}

ServeOptions options_of(const Json& setup) {
  std::vector<ExtensionDefinition> extensions;
  for (const Json& recorded : setup["extensions"]) {
    ExtensionDefinition extension = empty_extension(recorded["name"]);
    extension.cookie.format = CookieFormat::flask_pancake;
    const auto name = recorded.find("cookie_name");
    if (name != recorded.end() && name->is_string() && *name != Json("")) {
      extension.cookie.name = *name;
    }
    const auto options = recorded.find("cookie_options");
    if (options != recorded.end() && options->is_object()) {
      extension.cookie.options = cookie_options(*options);
    }
    for (const Json& definition : setup["definitions"]) {
      if (extension_of(definition) != extension.name || definition["type"] != "sample") continue;
      FeatureDefinition sample;
      sample.kind = FeatureKind::sample;
      sample.name = definition["name"];
      sample.fallback = FeatureDefault{definition["default"].get<double>(), ""};
      extension.features.push_back(sample);
    }
    extensions.push_back(extension);
  }
  ServeOptions options = options_with(extensions);
  options.secrets = {setup["secret_key"].get<std::string>()};
  options.url_prefix = setup["url_prefix"];
  return options;
}

bool is_replayable(const Json& scenario) {
  const Json& setup = scenario["setup"];
  if (scenario["portable"] != true || setup["secret_key"].is_null()) return false;
  for (const Json& extension : setup["extensions"]) {
    const auto options = extension.find("cookie_options");
    // A fixed moment of expiry is not among our options.
    if (options != extension.end() && options->is_object() && options->contains("expires")) {
      return false;
    }
  }
  return true;
}

/// Whether every cookie of an answer is settled by what the request brought: nothing was drawn,
/// and every value is one that we count as drawn.
bool is_settled(const Json& step) {
  if (step["op"] != "http" || step.value("draws_used", 0) != 0) return false;
  const Json& answer = step["result"]["ok"];
  const int status = answer["status"];
  // Redirects and failures are the framework's and Python's.
  if (status == 308 || status == 500) return false;
  for (const Json& cookie : answer.value("set_cookies", Json::array())) {
    const Json state = Json::parse(cookie["json_text"].get<std::string>(), nullptr, false);
    if (!state.is_object()) return false;
    for (const Json& value : state) {
      if (!value.is_boolean()) return false;
    }
  }
  return true;
}

std::string without_date(std::string set_cookie) {
  const std::size_t start = set_cookie.find("; Expires=");
  if (start == std::string::npos) return set_cookie;
  return set_cookie.erase(start, set_cookie.find(';', start + 2) - start);
}

std::vector<std::string> recorded_cookies(const Json& answer) {
  std::vector<std::string> cookies;
  for (const Json& field : answer["headers"]) {
    if (field[0] == "Set-Cookie") cookies.push_back(without_date(field[1]));
  }
  return cookies;
}

}  // namespace

TEST_CASE("signed cookies are sent back as flask-pancake sends them") {
  int replayed = 0;
  for (const char* name : {"/cookie.json", "/http.json"}) {
    std::ifstream file(std::string(PANCAKE_GOLDEN) + name);
    const Json recorded = Json::parse(file);
    for (const Json& scenario : recorded["scenarios"]) {
      if (!is_replayable(scenario)) continue;
      TestSite site(options_of(scenario["setup"]));
      for (std::size_t index = 0; index < scenario["setup"]["extensions"].size(); ++index) {
        site.publish({}, index);
      }
      for (const Json& step : scenario["steps"]) {
        if (step["op"] == "define") break;  // from here on other samples are drawn
        if (!is_settled(step)) continue;
        std::vector<std::pair<std::string, std::string>> fields;
        for (const Json& field : step.value("headers", Json::array())) {
          fields.emplace_back(field[0], field[1]);
        }
        std::string path = step["path"];
        if (path == "/ping") path = "/nowhere";  // any page that draws nothing
        INFO(scenario["id"] << " " << path << " " << Json(fields).dump());
        const auto answer = site.ask(step["method"], path, fields);
        std::vector<std::string> cookies;
        for (const auto& cookie : answer.all("Set-Cookie")) {
          cookies.push_back(without_date(cookie));
        }
        CHECK(cookies == recorded_cookies(step["result"]["ok"]));
        ++replayed;
      }
    }
  }
  CHECK(replayed > 150);
}

TEST_CASE("a signed cookie that draws go into keeps what it held, in its order") {
  ExtensionDefinition extension = empty_extension("pancake");
  extension.cookie.format = CookieFormat::flask_pancake;
  extension.features = {client_feature(FeatureKind::sample, "all", 100),
                        client_feature(FeatureKind::sample, "none", 0)};
  ServeOptions options = options_with({extension});
  options.secrets = {"s3cr!t"};
  TestSite site(options);
  site.publish({});
  const FlaskCookie signer({"s3cr!t"});
  const auto remembered = [&](const std::string& json) {
    const std::string cookie = "pancake=" + signer.write(SampleAnswers(Json::parse(json)));
    const std::string set = site.get("/status", {{"Cookie", cookie}}).field("Set-Cookie");
    const std::size_t value = set.find('=') + 1;
    return signer.read(set.substr(value, set.find(';') - value))->json_text();
  };
  CHECK(remembered("{}") == R"({"all":true,"none":false})");
  CHECK(remembered(R"({"none":true,"gone":false})") == R"({"none":true,"gone":false,"all":true})");
  CHECK(remembered(R"({"all":null,"z":[1,2]})") == R"({"all":true,"z":[1,2],"none":false})");
  CHECK(remembered(R"({"all":"text"})") == R"({"all":true,"none":false})");
}

}  // namespace pancake
