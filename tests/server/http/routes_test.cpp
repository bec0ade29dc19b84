#include <catch.h>

#include <nlohmann/json.hpp>

#include "pancake/sample_draw.h"
#include "test_site.h"

using Json = nlohmann::ordered_json;

namespace pancake {
namespace {

using Kind = IdSource::Kind;

ExtensionDefinition shop() {
  ExtensionDefinition extension = empty_extension("pancake");
  extension.groups = {{"user", {Kind::header, "X-User-Id"}, {}},
                      {"admin", {Kind::client, ""}, std::vector<std::string>{"yes"}}};
  extension.features = {client_feature(FeatureKind::switch_, "OPEN", 1),
                        client_feature(FeatureKind::flag, "FOO", 0),
                        client_feature(FeatureKind::flag, "INTERNAL", 0),
                        client_feature(FeatureKind::sample, "ODDS", 42)};
  extension.features[2].client = false;
  return extension;
}

StoredState with_overrides() {
  StoredState stored;
  stored.revision = 5;
  stored.overrides = {{"user", "FOO", "ann", {"1"}},
                      {"user", "FOO", "bob", {"1"}},
                      {"user", "INTERNAL", "ann", {"1"}},
                      {"admin", "FOO", "yes", {"0"}}};
  return stored;
}

}  // namespace

TEST_CASE("before the store was read, states are not there yet and the server is not ready") {
  TestSite site(options_with({shop()}));
  for (const char* path : {"/status", "/overview", "/snapshot/pancake"}) {
    const auto answer = site.get(path);
    CHECK(answer.status == 503);
    CHECK(Json::parse(answer.body)["error"]["code"] == "not_ready");
  }
  const auto readyz = site.get("/readyz");
  CHECK(readyz.status == 503);
  CHECK(Json::parse(readyz.body)["ready"] == false);
  CHECK(Json::parse(readyz.body)["extensions"]["pancake"]["revision"].is_null());
  CHECK(site.get("/healthz").body == "{\"status\":\"ok\"}\n");
  site.publish(with_overrides());
  const auto ready = Json::parse(site.get("/readyz").body);
  CHECK(ready["ready"] == true);
  CHECK(ready["extensions"]["pancake"]["revision"] == 5);
  CHECK(ready["extensions"]["pancake"]["connected"] == true);
}

TEST_CASE("the visitor cookie is Secure where the browser asks under https") {
  ServeOptions options = options_with({shop()});
  options.trusted_proxies = {"10.0.0.1"};
  TestSite site(options, false);
  site.publish({});
  const auto is_secure = [&](const char* peer, const char* scheme) {
    site.set_peer(peer);
    const auto cookie = site.get("/status", {{"X-Forwarded-Proto", scheme}}).field("Set-Cookie");
    CHECK(cookie.starts_with("pancake="));
    return cookie.find("; Secure") != std::string::npos;
  };
  CHECK(is_secure("10.0.0.1", "https"));
  CHECK_FALSE(is_secure("10.0.0.1", "http"));
  CHECK_FALSE(is_secure("10.0.0.2", "https"));
}

TEST_CASE("status answers for the ids of the request") {
  TestSite site(options_with({shop()}));
  site.publish(with_overrides());
  const auto foo = [&](const std::vector<std::pair<std::string, std::string>>& fields) {
    return Json::parse(site.get("/status", fields).body)["flags"][0]["is_active"].get<bool>();
  };
  CHECK(!foo({}));
  CHECK(foo({{"X-User-Id", "ann"}}));
  CHECK(!foo({{"X-User-Id", "Ann"}}));
  CHECK(!foo({{"Pancake-Ids", "admin=yes"}}));
  CHECK(foo({{"X-User-Id", "ann"}, {"Pancake-Ids", "admin=yes"}}));
  CHECK(!foo({{"Pancake-Ids", "user=ann"}}));
  CHECK(site.get("/status/pancake").status == 200);
  CHECK(site.get("/status").field("Cache-Control") == "no-store");
}

TEST_CASE("a visitor cookie is set once, and the visitor's draws do not move") {
  TestSite site(options_with({shop()}));
  site.publish({});
  const auto first = site.get("/status");
  const std::string set_cookie = first.field("Set-Cookie");
  REQUIRE(set_cookie.substr(0, 9) == "pancake=1");
  const std::string cookie = set_cookie.substr(0, 12);
  const bool expected = sample_draw("pancake", "ODDS", cookie.substr(9)) < 42;
  for (int visit = 0; visit < 3; ++visit) {
    const auto next = site.get("/status", {{"Cookie", cookie}});
    CHECK(next.field("Set-Cookie").empty());
    CHECK(next.body == first.body);
    CHECK(Json::parse(next.body)["samples"][0]["is_active"] == expected);
  }
  CHECK(site.get("/overview").field("Set-Cookie").empty());
  CHECK(site.get("/snapshot/pancake?scope=personal").field("Set-Cookie").empty());
}

TEST_CASE("an unknown extension is flask-pancake's Unknown on pages and JSON on snapshots") {
  TestSite site(options_with({shop()}));
  site.publish({});
  for (const char* path : {"/status/x", "/overview/x", "/overview/PANCAKE", "/status/a%2Fb"}) {
    const auto answer = site.get(path);
    CHECK(answer.status == 404);
    CHECK(answer.body == "Unknown");
    CHECK(answer.field("Content-Type") == "text/html; charset=utf-8");
  }
  const auto snapshot = site.get("/snapshot/x");
  CHECK(snapshot.status == 404);
  CHECK(Json::parse(snapshot.body)["error"]["code"] == "unknown_extension");
  for (const char* path : {"/", "/nowhere", "/status/", "/status/pancake/", "/Status", "/snapshot",
                           "/healthz/x", "//status", "/statusx"}) {
    INFO(path);
    const auto answer = site.get(path);
    CHECK(answer.status == 404);
    CHECK(Json::parse(answer.body)["error"]["code"] == "not_found");
  }
}

TEST_CASE("names in paths are percent-decoded") {
  TestSite site(options_with({empty_extension("sp ace")}));
  site.publish({});
  CHECK(site.get("/overview/sp%20ace").status == 200);
  CHECK(site.get("/overview/%73p%20ace").status == 200);
  CHECK(site.get("/overview/sp+ace").status == 404);
  CHECK(site.get("/snapshot/sp%20ace").status == 200);
}

TEST_CASE("other methods are refused with what is allowed") {
  TestSite site(options_with({shop()}));
  site.publish({});
  for (const char* method : {"POST", "PUT", "DELETE", "PATCH", "BREW"}) {
    const auto answer = site.ask(method, "/status");
    CHECK(answer.status == 405);
    CHECK(answer.field("Allow") == "GET, HEAD, OPTIONS");
  }
  const auto options = site.ask("OPTIONS", "/overview");
  CHECK(options.status == 200);
  CHECK(options.body.empty());
  CHECK(options.field("Allow") == "GET, HEAD, OPTIONS");
  CHECK(site.ask("OPTIONS", "*").status == 200);
  CHECK(site.ask("POST", "/nowhere").status == 404);
}

TEST_CASE("the overview is HTML or JSON, whichever is liked better") {
  TestSite site(options_with({shop()}));
  site.publish({});
  const auto is_html = [&](const std::string& accept) {
    return site.get("/overview", {{"Accept", accept}}).field("Content-Type") ==
           "text/html; charset=utf-8";
  };
  CHECK(site.get("/overview").field("Content-Type") == "application/json");
  for (const char* accept :
       {"text/html", "*/*", "text/*", "TEXT/HTML", " text/html ", "text/html, application/json",
        "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        "application/json;q=0.5, text/html;q=0.5"}) {
    INFO(accept);
    CHECK(is_html(accept));
  }
  for (const char* accept :
       {"application/json", "", "text/plain", "image/*, application/json", "html", "*",
        "application/json, text/html;q=0.1", "application/json;q=1.0, */*;q=0", "text/html;q=0",
        "application/*", "application/json, text/javascript, */*; q=0.01", "text/html;level=1"}) {
    INFO(accept);
    CHECK(!is_html(accept));
  }
  const auto both =
      site.get("/overview", {{"Accept", "application/json"}, {"Accept", "text/html"}});
  CHECK(both.field("Content-Type") == "text/html; charset=utf-8");
  CHECK(both.field("Content-Security-Policy").find("style-src 'self'") != std::string::npos);
}

TEST_CASE("an overview needs a token unless the server is on the loopback alone") {
  ServeOptions options = options_with({shop()});
  TestSite closed(options, false);
  closed.publish({});
  CHECK(closed.get("/overview").status == 403);

  options.admin_tokens = {"admin"};
  options.server_keys = {"server"};
  TestSite open(options, false);
  open.publish({});
  CHECK(open.get("/overview").status == 401);
  CHECK(open.get("/overview").field("WWW-Authenticate").rfind("Bearer", 0) == 0);
  CHECK(open.get("/overview", {{"Authorization", "Bearer wrong"}}).status == 401);
  CHECK(open.get("/overview", {{"Authorization", "Bearer admin"}}).status == 200);
  CHECK(open.get("/overview", {{"Authorization", "Bearer server"}}).status == 200);

  TestSite local(options_with({shop()}), true);
  local.publish({});
  CHECK(local.get("/overview", {{"Host", "127.0.0.1:8080"}}).status == 200);
  CHECK(local.get("/overview", {{"Host", "[::1]:8080"}}).status == 200);
  CHECK(local.get("/overview", {{"Host", "LocalHost"}}).status == 200);
  CHECK(local.get("/overview", {{"X-Forwarded-For", "192.0.2.1"}}).status == 403);
  // Another name for this machine, or a proxy in front of it.
  CHECK(local.get("/overview", {{"Host", "flags.example"}}).status == 403);
  CHECK(local.get("/overview", {{"Host", "localhost.evil.example"}}).status == 403);
}

TEST_CASE("with a token given, the loopback needs it too: a silent proxy may be in front") {
  ServeOptions options = options_with({shop()});
  options.admin_tokens = {"admin"};
  TestSite site(options, true);
  site.publish({});
  CHECK(site.get("/overview", {{"Host", "127.0.0.1:8080"}}).status == 401);
  CHECK(site.get("/overview", {{"Authorization", "Bearer admin"}}).status == 200);
  CHECK(site.get("/snapshot/pancake?scope=full", {{"Host", "127.0.0.1:8080"}}).status == 401);
}

TEST_CASE("a public snapshot is cacheable and shows clients' features only") {
  TestSite site(options_with({shop()}));
  site.publish(with_overrides());
  const auto bytes = site.get("/snapshot/pancake");
  CHECK(bytes.status == 200);
  CHECK(bytes.field("Content-Type") == "application/vnd.pancake.snapshot");
  CHECK(bytes.field("Cache-Control") == "public, max-age=5, stale-while-revalidate=60");
  CHECK(bytes.field("Pancake-Revision") == "5");
  CHECK(bytes.body.substr(0, 4) == "PNCK");
  const auto json = site.get("/snapshot/pancake", {{"Accept", "application/json"}});
  CHECK(json.field("ETag") != bytes.field("ETag"));
  CHECK(json.body.find("INTERNAL") == std::string::npos);
  CHECK(json.body.find("ann") == std::string::npos);
  CHECK(json.field("Vary") == "Accept, Accept-Encoding");
  CHECK(site.get("/snapshot/pancake?scope=public").body == bytes.body);
  const auto odd = site.get("/snapshot/pancake?scope=all");
  CHECK(odd.status == 400);
  CHECK(Json::parse(odd.body)["error"]["code"] == "bad_scope");
}

TEST_CASE("a snapshot that the client has is not sent again, until it changes") {
  TestSite site(options_with({shop()}));
  StoredState stored = with_overrides();
  site.publish(stored);
  for (const char* path :
       {"/snapshot/pancake", "/snapshot/pancake?scope=personal", "/snapshot/pancake?scope=full"}) {
    const auto first = site.get(path);
    for (const std::string& known :
         {first.field("ETag"), first.field("ETag").substr(2), std::string("*")}) {
      const auto answer = site.get(path, {{"If-None-Match", known}});
      CHECK(answer.status == 304);
      CHECK(answer.body.empty());
      CHECK(answer.field("ETag") == first.field("ETag"));
      CHECK(answer.field("Content-Type").empty());
    }
    CHECK(site.get(path, {{"If-None-Match", "\"other\""}}).status == 200);
  }
  const auto before = site.get("/snapshot/pancake").field("ETag");
  stored.revision = 6;
  stored.switches["OPEN"].text = "0";
  site.publish(stored);
  CHECK(site.get("/snapshot/pancake", {{"If-None-Match", before}}).status == 200);
}

TEST_CASE("a personal snapshot holds the overrides of the visitor's own ids and no other") {
  TestSite site(options_with({shop()}));
  site.publish(with_overrides());
  const auto personal = site.get("/snapshot/pancake?scope=personal",
                                 {{"X-User-Id", "ann"}, {"Accept", "application/json"}});
  CHECK(personal.field("Cache-Control") == "private, no-store");
  const auto json = Json::parse(personal.body);
  CHECK(json["scope"] == "personal");
  REQUIRE(json["overrides"].size() == 1);
  CHECK(json["overrides"][0]["id"] == "ann");
  CHECK(json["overrides"][0]["flags"].dump() == "{\"FOO\":true}");
  CHECK(personal.body.find("bob") == std::string::npos);
  CHECK(personal.body.find("INTERNAL") == std::string::npos);
}

TEST_CASE("a full snapshot needs a server key, or no key at all on the loopback") {
  ServeOptions options = options_with({shop()});
  TestSite open(options, true);
  open.publish(with_overrides());
  const auto full = open.get("/snapshot/pancake?scope=full", {{"Accept", "application/json"}});
  CHECK(full.status == 200);
  CHECK(full.body.find("bob") != std::string::npos);
  CHECK(full.body.find("INTERNAL") != std::string::npos);
  CHECK(open.get("/snapshot/pancake?scope=full", {{"Host", "flags.example"}}).status == 403);

  TestSite far(options, false);
  far.publish(with_overrides());
  CHECK(far.get("/snapshot/pancake?scope=full").status == 403);
  CHECK(far.get("/snapshot/pancake").status == 200);

  options.server_keys = {"k1", "k2"};
  options.admin_tokens = {"admin"};
  TestSite keyed(options, true);
  keyed.publish(with_overrides());
  CHECK(keyed.get("/snapshot/pancake?scope=full").status == 401);
  CHECK(keyed.get("/snapshot/pancake?scope=full", {{"Authorization", "Bearer admin"}}).status ==
        403);
  CHECK(keyed.get("/snapshot/pancake?scope=full", {{"Authorization", "Bearer k2"}}).status == 200);
}

TEST_CASE("with a prefix everything lies below it") {
  ServeOptions options = options_with({shop()});
  options.url_prefix = "/pancakes";
  TestSite site(options);
  site.publish({});
  CHECK(site.get("/pancakes/status").status == 200);
  CHECK(site.get("/pancakes/healthz").status == 200);
  for (const char* path : {"/status", "/pancakes", "/pancakes/", "/pancakesx/status"}) {
    CHECK(site.get(path).status == 404);
  }
}

TEST_CASE("signed cookies give a browser its answers in the personal snapshot") {
  ExtensionDefinition extension = shop();
  extension.cookie.format = CookieFormat::flask_pancake;
  ServeOptions options = options_with({extension});
  options.secrets = {"s3cr!t"};
  TestSite site(options);
  site.publish({});
  const auto personal =
      site.get("/snapshot/pancake?scope=personal", {{"Accept", "application/json"}});
  const std::string set_cookie = personal.field("Set-Cookie");
  REQUIRE(!set_cookie.empty());
  const auto answer = Json::parse(personal.body)["samples"][0]["answer"];
  REQUIRE(answer.is_boolean());
  const std::string cookie = set_cookie.substr(0, set_cookie.find(';'));
  const auto status = site.get("/status", {{"Cookie", cookie}});
  CHECK(Json::parse(status.body)["samples"][0]["is_active"] == answer);
  CHECK(status.field("Set-Cookie") == set_cookie);
  CHECK(site.get("/snapshot/pancake", {{"Cookie", cookie}}).field("Set-Cookie").empty());
  CHECK(site.get("/healthz", {{"Cookie", cookie}}).field("Set-Cookie").empty());
}

TEST_CASE("a given visitor has the same draws with signed cookies too") {
  ExtensionDefinition extension = shop();
  extension.cookie.format = CookieFormat::flask_pancake;
  extension.visitor = {Kind::header, "X-User-Id"};
  ServeOptions options = options_with({extension});
  options.secrets = {"s3cr!t"};
  TestSite site(options);
  site.publish({});
  for (const char* user : {"ann", "bob", "cleo", "dan"}) {
    const auto status = Json::parse(site.get("/status", {{"X-User-Id", user}}).body);
    CHECK(status["samples"][0]["is_active"] == (sample_draw("pancake", "ODDS", user) < 42));
  }
}

}  // namespace pancake
