#include <catch.h>

#include <nlohmann/json.hpp>

#include "pancake/sample_draw.h"
#include "test_site.h"

using Json = nlohmann::ordered_json;

namespace pancake {
namespace {

using Kind = IdSource::Kind;
using Fields = std::vector<std::pair<std::string, std::string>>;

constexpr const char* bulk = "/ofrep/v1/evaluate/flags";

FeatureDefinition server_feature(FeatureKind kind, std::string name, double fallback) {
  FeatureDefinition definition = client_feature(kind, std::move(name), fallback);
  definition.client = false;
  return definition;
}

ExtensionDefinition shop() {
  ExtensionDefinition extension = empty_extension("pancake");
  extension.groups = {{"user", {Kind::client, ""}, {}}, {"staff", {Kind::header, "X-Staff"}, {}}};
  extension.features = {
      client_feature(FeatureKind::switch_, "OPEN", 1), client_feature(FeatureKind::flag, "FOO", 0),
      client_feature(FeatureKind::flag, "BAR", 1), server_feature(FeatureKind::flag, "INTERNAL", 1),
      client_feature(FeatureKind::sample, "ODDS", 42)};
  return extension;
}

StoredState stored() {
  StoredState state;
  state.revision = 7;
  state.flags = {{"BAR", {"0"}}, {"FOUND", {"1"}}};
  state.overrides = {{"user", "FOO", "ann", {"1"}},  {"user", "FOO", "42", {"1"}},
                     {"user", "FOO", "true", {"1"}}, {"user", "FOO", "", {"1"}},
                     {"staff", "FOO", "yes", {"1"}}, {"user", "INTERNAL", "ann", {"0"}}};
  return state;
}

ServeOptions with_key(std::vector<ExtensionDefinition> extensions) {
  ServeOptions options = options_with(std::move(extensions));
  options.server_keys = {"a-server-key-of-thirty-two-bytes"};
  return options;
}

const Fields server{{"Authorization", "Bearer a-server-key-of-thirty-two-bytes"}};

Answered one(TestSite& site, const std::string& key, const std::string& context,
             const Fields& fields = {}) {
  return site.post(std::string(bulk) + "/" + key, "{\"context\":" + context + "}", fields);
}

Answered all(TestSite& site, const std::string& context, const Fields& fields = {}) {
  return site.post(bulk, "{\"context\":" + context + "}", fields);
}

std::vector<std::string> keys_of(const Answered& answered) {
  std::vector<std::string> keys;
  const Json body = Json::parse(answered.body);
  for (const Json& flag : body["flags"]) keys.push_back(flag["key"]);
  return keys;
}

}  // namespace

TEST_CASE("one flag is answered as the protocol says it") {
  TestSite site(with_key({shop()}));
  site.publish(stored());
  const auto answered = one(site, "FOO", R"({"targetingKey":"v1","user":"ann"})");
  CHECK(answered.status == 200);
  CHECK(answered.field("Content-Type") == "application/json");
  CHECK(answered.field("Cache-Control") == "no-store");
  CHECK(answered.field("Pancake-Revision") == "7");
  CHECK(answered.body ==
        "{\"key\":\"FOO\",\"value\":true,\"reason\":\"TARGETING_MATCH\",\"variant\":\"on\","
        "\"metadata\":{\"kind\":\"flag\",\"reason\":\"override\"}}\n");
}

TEST_CASE("reasons of ours are said in OpenFeature's words") {
  TestSite site(with_key({shop()}));
  auto state = stored();
  state.switches["OPEN"] = {"maybe"};
  site.publish(state);
  const auto reason = [&](const char* key, const char* context) {
    const auto body = Json::parse(one(site, key, context).body);
    return body["reason"].get<std::string>() + (body["value"].get<bool>() ? " on" : " off");
  };
  CHECK(reason("FOO", "{}") == "STATIC off");
  CHECK(reason("BAR", "{}") == "DISABLED off");
  CHECK(reason("FOO", R"({"user":"ann"})") == "TARGETING_MATCH on");
  CHECK(reason("OPEN", "{}") == "UNKNOWN on");
  const bool drawn = sample_draw("pancake", "ODDS", "v1") < 42;
  CHECK(reason("ODDS", R"({"targetingKey":"v1"})") == (drawn ? "SPLIT on" : "SPLIT off"));
}

TEST_CASE("only features for clients are spoken of to those who show no server key") {
  TestSite site(with_key({shop()}));
  site.publish(stored());
  CHECK(keys_of(all(site, "{}")) == std::vector<std::string>{"OPEN", "FOO", "BAR", "ODDS"});
  CHECK(keys_of(all(site, "{}", server)) ==
        std::vector<std::string>{"OPEN", "FOO", "BAR", "INTERNAL", "ODDS"});
  CHECK(keys_of(all(site, "{}", {{"X-API-Key", "a-server-key-of-thirty-two-bytes"}})).size() == 5);

  const auto hidden = one(site, "INTERNAL", "{}");
  const auto missing = one(site, "NO_SUCH_", "{}");
  CHECK(hidden.status == 404);
  CHECK(Json::parse(hidden.body)["errorCode"] == "FLAG_NOT_FOUND");
  CHECK(Json::parse(hidden.body)["key"] == "INTERNAL");
  CHECK(Json::parse(hidden.body)["errorDetails"] == Json::parse(missing.body)["errorDetails"]);
  CHECK(Json::parse(one(site, "INTERNAL", "{}", server).body)["value"] == true);
  CHECK(one(site, "FOUND", "{}", server).status == 404);
}

TEST_CASE("a key that is not known is refused, not taken for a client") {
  TestSite site(with_key({shop()}));
  site.publish(stored());
  CHECK(all(site, "{}", {{"Authorization", "Bearer guessed"}}).status == 401);
  CHECK(one(site, "FOO", "{}", {{"X-API-Key", "guessed"}}).status == 401);
  const Fields both{{"Authorization", server[0].second}, {"X-API-Key", "guessed"}};
  CHECK(all(site, "{}", both).status == 401);
}

TEST_CASE("attributes are ids of the groups whose source is the client") {
  TestSite site(with_key({shop()}));
  site.publish(stored());
  const auto foo = [&](const std::string& context, const Fields& fields = {}) {
    return Json::parse(one(site, "FOO", context, fields).body)["value"].get<bool>();
  };
  CHECK(foo(R"({"user":"ann"})"));
  CHECK(foo(R"({"user":42})"));
  CHECK(foo(R"({"user":true})"));
  CHECK(foo(R"({"user":""})"));
  CHECK(!foo(R"({"user":null})"));
  CHECK(!foo(R"({"User":"ann"})"));
  CHECK(foo("{}", {{"Pancake-Ids", "user=ann"}}));
  CHECK(!foo(R"({"user":null})", {{"Pancake-Ids", "user=ann"}}));
  // Nobody can say in the body who only a header may say; a server can.
  CHECK(!foo(R"({"staff":"yes"})"));
  CHECK(foo("{}", {{"X-Staff", "yes"}}));
  CHECK(foo(R"({"staff":"yes"})", server));
}

TEST_CASE("a context that cannot be used is refused with its reason") {
  TestSite site(with_key({shop()}));
  site.publish(stored());
  const auto code = [&](const std::string& body) {
    const auto single = site.post(std::string(bulk) + "/FOO", body);
    const auto many = site.post(bulk, body);
    CHECK(single.status == 400);
    CHECK(many.status == 400);
    CHECK(Json::parse(single.body)["key"] == "FOO");
    CHECK(!Json::parse(many.body).contains("key"));
    CHECK(Json::parse(many.body)["errorCode"] == Json::parse(single.body)["errorCode"]);
    CHECK(Json::parse(many.body)["errorDetails"].get<std::string>().size() > 10);
    return Json::parse(single.body)["errorCode"].get<std::string>();
  };
  CHECK(code("") == "PARSE_ERROR");
  CHECK(code("[]") == "PARSE_ERROR");
  CHECK(code("{\"context\":{}") == "PARSE_ERROR");
  CHECK(code("{\"context\":{}} {}") == "PARSE_ERROR");
  CHECK(code(R"({"context":{"user":"ann","user":"bob"}})") == "PARSE_ERROR");
  CHECK(code("{\"context\":{\"user\":\"\xff\"}}") == "PARSE_ERROR");
  CHECK(code("{\"context\":" + std::string(40, '[') + std::string(40, ']') + "}") == "PARSE_ERROR");
  CHECK(code(R"({"context":null})") == "INVALID_CONTEXT");
  CHECK(code(R"({"context":"ann"})") == "INVALID_CONTEXT");
  CHECK(code(R"({"context":{"targetingKey":7}})") == "INVALID_CONTEXT");
  CHECK(code(R"({"context":{"targetingKey":{}}})") == "INVALID_CONTEXT");
  CHECK(code(R"({"context":{"user":1.5}})") == "INVALID_CONTEXT");
  CHECK(code(R"({"context":{"user":["ann"]}})") == "INVALID_CONTEXT");
  CHECK(code(R"({"context":{"user":")" + std::string(1025, 'u') + "\"}}") == "INVALID_CONTEXT");
  CHECK(site.post(bulk, "{}").status == 200);
  CHECK(site.post(bulk, R"({"context":{"other":{"deep":[1.5]}},"more":1})").status == 200);
}

TEST_CASE("a sample asks for somebody to draw for") {
  TestSite site(with_key({shop()}));
  site.publish(stored());
  for (const char* context : {"{}", R"({"targetingKey":""})", R"({"targetingKey":null})"}) {
    const auto answered = one(site, "ODDS", context);
    CHECK(answered.status == 400);
    CHECK(Json::parse(answered.body)["errorCode"] == "TARGETING_KEY_MISSING");
    const auto flags = Json::parse(all(site, context).body)["flags"];
    CHECK(flags[3]["key"] == "ODDS");
    CHECK(flags[3]["errorCode"] == "TARGETING_KEY_MISSING");
    CHECK(flags[0]["value"] == true);
  }
  // The page's own visitor cookie does, and no cookie is ever set.
  const auto answered = one(site, "ODDS", "{}", {{"Cookie", "pancake=1AAA"}});
  CHECK(answered.status == 200);
  CHECK(answered.field("Set-Cookie").empty());
  CHECK(Json::parse(answered.body)["value"] == (sample_draw("pancake", "ODDS", "AAA") < 42));
}

TEST_CASE("what a signed cookie remembers wins over the draw") {
  auto extension = shop();
  extension.cookie.format = CookieFormat::flask_pancake;
  auto options = options_with({extension});
  options.secrets = {"secret"};
  TestSite site(options);
  site.publish(stored());
  SampleAnswers remembered;
  remembered.remember("ODDS", true);
  const std::string cookie = "pancake=" + FlaskCookie({"secret"}).write(remembered);
  for (const char* context : {"{}", R"({"targetingKey":"a"})", R"({"targetingKey":"b"})"}) {
    const auto answered = one(site, "ODDS", context, {{"Cookie", cookie}});
    CHECK(Json::parse(answered.body)["value"] == true);
    CHECK(Json::parse(answered.body)["metadata"]["reason"] == "cookie");
    CHECK(answered.field("Set-Cookie").empty());
  }
  CHECK(one(site, "ODDS", "{}").status == 400);
}

TEST_CASE("all flags come with a tag, and 304 only for the same context and the same state") {
  TestSite site(with_key({shop()}));
  site.publish(stored());
  const auto first = all(site, R"({"targetingKey":"v1","user":"nobody"})");
  const std::string etag = first.field("ETag");
  REQUIRE(etag.size() > 10);
  const Fields known{{"If-None-Match", etag}};

  const auto again = all(site, R"({"targetingKey":"v1","user":"nobody"})", known);
  CHECK(again.status == 304);
  CHECK(again.body.empty());
  CHECK(again.field("ETag") == etag);
  // These have the very same answers, and still are other contexts.
  CHECK(all(site, R"({"targetingKey":"v1","user":"nobody else"})", known).status == 200);
  CHECK(all(site, R"({"targetingKey":"v1"})", known).status == 200);
  CHECK(all(site, R"({"targetingKey":"v1","user":"nobody","plan":"free"})", known).status == 200);
  // A header's id counts as far as it changes an answer.
  CHECK(all(site, R"({"targetingKey":"v1","user":"nobody"})",
            {{"If-None-Match", etag}, {"X-Staff", "yes"}})
            .status == 200);

  auto changed = stored();
  changed.revision = 8;
  site.publish(changed);
  CHECK(all(site, R"({"targetingKey":"v1","user":"nobody"})", known).status == 304);
  changed.flags["BAR"] = {"1"};
  changed.revision = 9;
  site.publish(changed);
  const auto after = all(site, R"({"targetingKey":"v1","user":"nobody"})", known);
  CHECK(after.status == 200);
  CHECK(after.field("ETag") != etag);
  CHECK(after.field("Pancake-Revision") == "9");
}

TEST_CASE("all flags say where changes are told, and nothing of anybody else") {
  auto options = with_key({shop()});
  options.url_prefix = "/flags";
  TestSite site(options);
  site.publish(stored());
  const auto answered = site.post("/flags" + std::string(bulk), R"({"context":{"user":"bob"}})");
  const auto body = Json::parse(answered.body);
  CHECK(body["eventStreams"] ==
        Json::parse(R"([{"type":"sse","endpoint":{"requestUri":"/flags/events/pancake"}}])"));
  CHECK(body["metadata"] == Json::parse(R"({"extension":"pancake"})"));
  CHECK(answered.body.find("ann") == std::string::npos);
  CHECK(answered.body.find("42") == std::string::npos);
}

TEST_CASE("another extension is chosen by header or query") {
  auto other = empty_extension("über");
  other.features = {client_feature(FeatureKind::switch_, "ELSEWHERE", 1)};
  TestSite site(with_key({shop(), other}));
  site.publish(stored());
  site.publish({}, 1);
  const auto by_header = all(site, "{}", {{"Pancake-Extension", "über"}});
  CHECK(keys_of(by_header) == std::vector<std::string>{"ELSEWHERE"});
  CHECK(by_header.body.find("\"/events/%C3%BCber\"") != std::string::npos);
  const auto by_query = site.post(std::string(bulk) + "?extension=%C3%BCber", "{}");
  CHECK(keys_of(by_query) == std::vector<std::string>{"ELSEWHERE"});
  CHECK(site.post(std::string(bulk) + "/ELSEWHERE?extension=%C3%BCber", "{}").status == 200);
  CHECK(one(site, "ELSEWHERE", "{}").status == 404);
  const auto unknown = all(site, "{}", {{"Pancake-Extension", "nowhere"}});
  CHECK(unknown.status == 404);
  CHECK(Json::parse(unknown.body)["errorCode"] == "FLAG_NOT_FOUND");
}

TEST_CASE("a key stands for one feature: flags before switches before samples") {
  auto extension = empty_extension("pancake");
  extension.features = {client_feature(FeatureKind::switch_, "SAME", 1),
                        client_feature(FeatureKind::flag, "SAME", 0),
                        client_feature(FeatureKind::sample, "SAME", 42),
                        client_feature(FeatureKind::switch_, "HALF", 1),
                        server_feature(FeatureKind::flag, "HALF", 0)};
  TestSite site(with_key({extension}));
  site.publish({});
  CHECK(keys_of(all(site, "{}")) == std::vector<std::string>{"HALF", "SAME"});
  CHECK(Json::parse(one(site, "SAME", "{}").body)["metadata"]["kind"] == "flag");
  CHECK(Json::parse(one(site, "HALF", "{}").body)["metadata"]["kind"] == "switch");
  CHECK(Json::parse(one(site, "HALF", "{}", server).body)["metadata"]["kind"] == "flag");
}

TEST_CASE("keys may hold what paths hold only encoded") {
  auto extension = empty_extension("pancake");
  extension.features = {client_feature(FeatureKind::flag, "a/b \"ü\"", 1)};
  TestSite site(with_key({extension}));
  site.publish({});
  for (const char* key : {"a%2Fb%20%22%C3%BC%22", "a/b%20%22%C3%BC%22"}) {
    CHECK(Json::parse(one(site, key, "{}").body)["key"] == "a/b \"ü\"");
  }
}

TEST_CASE("before the store was read, evaluating fails in the protocol's own way") {
  TestSite site(with_key({shop()}));
  const auto answered = one(site, "FOO", "{}");
  CHECK(answered.status == 500);
  CHECK(Json::parse(answered.body)["errorCode"] == "GENERAL");
  CHECK(answered.field("Retry-After") == "1");
}

TEST_CASE("only POST evaluates") {
  TestSite site(with_key({shop()}));
  site.publish(stored());
  CHECK(site.get(bulk).status == 405);
  CHECK(site.get(bulk).field("Allow") == "POST, OPTIONS");
  CHECK(site.ask("OPTIONS", bulk).field("Allow") == "POST, OPTIONS");
}

}  // namespace pancake
