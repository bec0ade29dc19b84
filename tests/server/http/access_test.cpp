#include "routes/access.h"

#include <catch.h>

#include <nlohmann/json.hpp>

#include "test_site.h"

namespace pancake {
namespace {

using Json = nlohmann::json;
using Fields = std::vector<std::pair<std::string, std::string>>;

std::string line(const std::string& token, const std::string& rest) {
  return "sha256:" + Sha256::of(token).hex() + " " + rest;
}

/// Two extensions, and tokens of all kinds.
ServeOptions shop_and_blog() {
  ServeOptions options = options_with({empty_extension("shop"), empty_extension("blog")});
  options.admin_tokens = {line("ann's", "ann read,write *"), line("bob's", "bob read shop")};
  options.server_keys = {line("edge's", "edge snapshot blog")};
  return options;
}

Fields bearing(const std::string& token) { return {{"Authorization", "Bearer " + token}}; }

std::string code_of(const Answered& answer) {
  return Json::parse(answer.body)["error"]["code"].get<std::string>();
}

/// What a browser sends back of a Set-Cookie.
Fields cookie_of(const Answered& answer) {
  const std::string set = answer.field("Set-Cookie");
  return {{"Cookie", set.substr(0, set.find(';'))}};
}

Answered sign_in(TestSite& site, const std::string& token, Fields fields = {}) {
  fields.emplace_back("Content-Type", "application/json");
  return site.ask("POST", "/session", fields, Json{{"token", token}}.dump());
}

}  // namespace

TEST_CASE("a token does what its rights say, for its extensions") {
  TestSite site(shop_and_blog(), false);
  site.publish({}, 0);
  site.publish({}, 1);
  const auto status = [&](const std::string& target, const std::string& token) {
    return site.get(target, bearing(token)).status;
  };
  CHECK(status("/overview/shop", "ann's") == 200);
  CHECK(status("/overview/blog", "ann's") == 200);
  CHECK(status("/overview/shop", "bob's") == 200);
  CHECK(status("/overview/blog", "bob's") == 403);
  CHECK(status("/overview/shop", "edge's") == 403);
  CHECK(status("/snapshot/blog?scope=full", "edge's") == 200);
  CHECK(status("/snapshot/shop?scope=full", "edge's") == 403);
  CHECK(status("/snapshot/shop?scope=full", "ann's") == 403);
  CHECK(status("/snapshot/shop", "nobody's") == 200);
  for (const char* target : {"/overview/shop", "/overview/none", "/snapshot/shop?scope=full"}) {
    CHECK(status(target, "nobody's") == 401);
    CHECK(status(target, "ann") == 401);
    CHECK(status(target, Sha256::of("ann's").hex()) == 401);
  }
}

TEST_CASE("a refusal says what is missing, and nothing of what was sent") {
  TestSite site(shop_and_blog(), false);
  const auto unknown = site.get("/overview/shop", bearing("swordfish"));
  CHECK(unknown.status == 401);
  CHECK(code_of(unknown) == "unauthorized");
  CHECK(unknown.field("WWW-Authenticate") == "Bearer realm=\"pancake\", error=\"invalid_token\"");
  CHECK(unknown.body.find("swordfish") == std::string::npos);
  CHECK(site.get("/overview/shop").field("WWW-Authenticate") == "Bearer realm=\"pancake\"");

  const auto poor = site.get("/snapshot/swordfish?scope=full", bearing("bob's"));
  CHECK(poor.status == 403);
  CHECK(code_of(poor) == "forbidden");
  CHECK(poor.field("WWW-Authenticate").find("scope=\"snapshot\"") != std::string::npos);
  CHECK(poor.body.find("`snapshot`") != std::string::npos);
  CHECK(poor.body.find("swordfish") == std::string::npos);
}

TEST_CASE("authorize names the caller for the log") {
  TestSite test(shop_and_blog(), true);
  Request request;
  request.fields = {{"Authorization", "Bearer bob's"}};
  const auto bob = authorize(test.site(), request, Right::read, "shop");
  REQUIRE(bob.has_value());
  CHECK(bob->name == "bob");
  CHECK_FALSE(authorize(test.site(), request, Right::write, "shop").has_value());
  CHECK_FALSE(authorize(test.site(), request, Right::write, "").has_value());
  CHECK(authorize(test.site(), request, Right::read, "").has_value());

  TestSite open(options_with({empty_extension("shop")}), true);
  request.fields = {{"Host", "localhost"}};
  const auto local = authorize(open.site(), request, Right::write, "shop");
  REQUIRE(local.has_value());
  CHECK(local->name == "loopback");
  request.fields = {{"Host", "rebound.example"}};
  CHECK_FALSE(authorize(open.site(), request, Right::write, "shop").has_value());
}

TEST_CASE("a page signs in with a token and goes on with a cookie that scripts cannot read") {
  TestSite site(shop_and_blog(), false);
  site.publish({}, 0);
  const auto signed_in = sign_in(site, "bob's");
  CHECK(signed_in.status == 200);
  const auto who = Json::parse(signed_in.body);
  CHECK(who["name"] == "bob");
  CHECK(who["rights"] == Json{"read"});
  CHECK(who["extensions"] == Json{"shop"});
  const std::string set = signed_in.field("Set-Cookie");
  CHECK(set.rfind("pancake-session=", 0) == 0);
  CHECK(set.substr(set.find(';')) == "; Path=/; HttpOnly; SameSite=Strict");

  const auto cookie = cookie_of(signed_in);
  CHECK(site.get("/overview/shop", cookie).status == 200);
  CHECK(site.get("/overview/blog", cookie).status == 403);
  CHECK(Json::parse(site.get("/session", cookie).body)["name"] == "bob");
  CHECK(site.get("/session").status == 401);

  const auto out = site.ask("DELETE", "/session", cookie);
  CHECK(out.status == 204);
  CHECK(out.field("Set-Cookie").find("Max-Age=0") != std::string::npos);
  CHECK(site.get("/overview/shop", cookie).status == 401);
}

TEST_CASE("under https the session's cookie is one that no other host can set") {
  TestSite site(shop_and_blog(), false);
  site.publish({}, 0);
  const auto signed_in =
      sign_in(site, "bob's", {{"Host", "flags.example"}, {"Origin", "https://flags.example"}});
  CHECK(signed_in.field("Set-Cookie").rfind("__Host-pancake-session=", 0) == 0);
  CHECK(signed_in.field("Set-Cookie").find("; Secure") != std::string::npos);
  CHECK(site.get("/overview/shop", cookie_of(signed_in)).status == 200);
}

TEST_CASE("a page without JavaScript signs in and out with forms") {
  TestSite site(shop_and_blog(), false);
  const Fields form{{"Content-Type", "application/x-www-form-urlencoded"}};
  const auto in = site.ask("POST", "/session", form, "token=ann%27s");
  CHECK(in.status == 303);
  CHECK(in.field("Location") == "/overview");
  CHECK(site.get("/session", cookie_of(in)).status == 200);
  auto fields = form;
  fields.push_back(cookie_of(in).front());
  const auto out = site.ask("POST", "/session/end", fields, "x=y");
  CHECK(out.status == 303);
  CHECK(site.get("/session", cookie_of(in)).status == 401);
}

TEST_CASE("a session ends when its token is taken away, and a new sign-in ends the one before") {
  TestSite site(shop_and_blog(), false);
  const auto ann = cookie_of(sign_in(site, "ann's"));
  const auto bob = cookie_of(sign_in(site, "bob's"));
  ServeOptions options = shop_and_blog();
  options.admin_tokens = {line("ann's", "ann read *")};
  site.site().identity =
      std::make_shared<const IdentityRules>(identity_rules(options, false).value());
  CHECK(site.get("/session", bob).status == 401);
  CHECK(Json::parse(site.get("/session", ann).body)["rights"] == Json{"read"});

  const auto again = cookie_of(sign_in(site, "ann's", ann));
  CHECK(again != ann);
  CHECK(site.get("/session", ann).status == 401);
  CHECK(site.get("/session", again).status == 200);
}

TEST_CASE("a sign-in that cannot be meant is refused") {
  TestSite site(shop_and_blog(), false);
  const Fields json{{"Content-Type", "application/json"}};
  for (const char* body : {"{", "[]", "{}", "{\"token\":1}", "\"ann's\""}) {
    const auto answer = site.ask("POST", "/session", json, body);
    CHECK(answer.status == 400);
    CHECK(code_of(answer) == "bad_sign_in");
  }
  CHECK(site.ask("POST", "/session", {{"Content-Type", "text/plain"}}, "token=ann's").status ==
        400);
  CHECK(site.ask("POST", "/session", {}, "token=ann's").status == 400);
  CHECK(sign_in(site, "swordfish").status == 401);
  CHECK(sign_in(site, "swordfish").field("Set-Cookie").empty());
  CHECK(sign_in(site, "").status == 401);
}

TEST_CASE("whoever tries tokens has to wait, and no header makes it somebody else") {
  TestSite site(shop_and_blog(), false);
  for (unsigned count = 0; count < SignInAttempts::most_failures; ++count) {
    const auto number = std::to_string(count);
    CHECK(sign_in(site, "guess" + number, {{"X-Forwarded-For", "192.0.2." + number}}).status ==
          401);
  }
  const auto late = sign_in(site, "ann's");
  CHECK(late.status == 429);
  CHECK(code_of(late) == "too_many_attempts");
  CHECK(std::stoi(late.field("Retry-After")) > 0);
  site.set_peer("192.0.2.7");
  CHECK(sign_in(site, "ann's").status == 200);
}

TEST_CASE("wrong tokens count wherever they are shown, and keep nobody else from anything") {
  for (const char* target : {"/overview/shop", "/api/v1/extensions", "/snapshot/shop?scope=full",
                             "/metrics", "/session"}) {
    CAPTURE(target);
    TestSite site(shop_and_blog(), false);
    site.publish({}, 0);
    CHECK(site.get("/overview/shop", bearing("bob's")).status == 200);
    for (unsigned count = 0; count < SignInAttempts::most_failures; ++count) {
      CHECK(site.get(target, bearing("guess" + std::to_string(count))).status == 401);
    }
    const auto late = site.get("/overview/shop", bearing("ann's"));
    CHECK(site.get("/overview/shop", bearing("bob's")).status == 200);  // who worked here before
    CHECK(late.status == 429);
    CHECK(code_of(late) == "too_many_attempts");
    CHECK(std::stoi(late.field("Retry-After")) > 0);
    CHECK(site.get("/snapshot/shop").status == 200);
    CHECK(site.get("/overview/shop").status == 401);
    site.set_peer("192.0.2.7");
    CHECK(site.get("/overview/shop", bearing("ann's")).status == 200);
  }
}

TEST_CASE("behind a trusted proxy wrong tokens count for whom the proxy was asked by") {
  ServeOptions options = shop_and_blog();
  options.trusted_proxies = {"10.0.0.0/8"};
  TestSite site(options, false);
  site.publish({}, 0);
  site.set_peer("10.0.0.1");
  const auto status = [&](const std::string& token, const std::string& chain) {
    Fields fields = bearing(token);
    fields.emplace_back("X-Forwarded-For", chain);
    return site.get("/overview/shop", fields).status;
  };
  for (unsigned count = 0; count < SignInAttempts::most_failures; ++count) {
    const auto number = std::to_string(count);
    CHECK(status("guess" + number, "198.51.100." + number + ", 192.0.2.7, 10.0.0.2") == 401);
  }
  CHECK(status("ann's", "192.0.2.7") == 429);
  CHECK(status("ann's", "192.0.2.8") == 200);
  CHECK(status("ann's", "192.0.2.7, 192.0.2.8") == 200);
  CHECK(site.get("/overview/shop", bearing("ann's")).status == 200);
  site.set_peer("192.0.2.7");
  CHECK(status("ann's", "192.0.2.8") == 429);
}

TEST_CASE("a token of one extension sees the figures of no other") {
  TestSite site(shop_and_blog(), false);
  site.publish({}, 0);
  site.publish({}, 1);
  const auto names = [&](const std::string& token, const std::string& extension) {
    const auto body = site.get("/metrics", bearing(token)).body;
    CHECK(body.find("pancake_build_info") != std::string::npos);
    return body.find("extension=\"" + extension + "\"") != std::string::npos;
  };
  CHECK(names("ann's", "shop"));
  CHECK(names("ann's", "blog"));
  CHECK(names("bob's", "shop"));
  CHECK_FALSE(names("bob's", "blog"));
}

TEST_CASE("a browser's request for another site's page is refused at the session") {
  TestSite site(shop_and_blog(), false);
  const Fields good[] = {{},
                         {{"Sec-Fetch-Site", "same-origin"}},
                         {{"Sec-Fetch-Site", "none"}},
                         {{"Sec-Fetch-Site", "same-origin"}, {"Origin", "null"}},
                         {{"Host", "a.example"}, {"Origin", "https://a.example"}},
                         {{"Host", "a.example:8080"}, {"Origin", "http://A.example:8080"}}};
  for (const Fields& fields : good) {
    CHECK(site.get("/session", fields).status == 401);
    CHECK(sign_in(site, "ann's", fields).status == 200);
  }
  const Fields bad[] = {{{"Sec-Fetch-Site", "cross-site"}},
                        {{"Sec-Fetch-Site", "same-site"}},
                        {{"Host", "a.example"}, {"Origin", "https://b.example"}},
                        {{"Host", "a.example"}, {"Origin", "https://a.example:8443"}},
                        {{"Host", "a.example"}, {"Origin", "null"}},
                        {{"Host", "a.example"}, {"Origin", ""}},
                        {{"Host", "a.example"}, {"Origin", "file://a.example"}},
                        {{"Host", "a.example"}, {"Origin", "https://a.example.b.example"}}};
  for (const Fields& fields : bad) {
    for (const char* method : {"GET", "DELETE"}) {
      const auto answer = site.ask(method, "/session", fields);
      CHECK(answer.status == 403);
      CHECK(code_of(answer) == "cross_site");
    }
    CHECK(sign_in(site, "ann's", fields).status == 403);
  }
}

TEST_CASE("without an admin part there is no overview and no session") {
  ServeOptions options = shop_and_blog();
  options.no_admin = true;
  TestSite site(options, true);
  site.publish({}, 0);
  CHECK(site.get("/overview/shop", bearing("ann's")).status == 404);
  CHECK(sign_in(site, "ann's").status == 404);
  CHECK(site.get("/api/v1/extensions", bearing("ann's")).status == 404);
  CHECK(site.get("/status/shop").status == 200);
}

TEST_CASE("a server that other machines reach does not start unprotected") {
  const auto refusal = [](const ServeOptions& options, bool loopback_only = false) {
    const auto rules = identity_rules(options, loopback_only);
    REQUIRE(rules.has_value());
    const auto checked = check_exposure(options, loopback_only, rules->tokens);
    return checked ? std::string() : checked.error().message;
  };
  ServeOptions options = options_with({empty_extension("shop")});
  CHECK(refusal(options, true).empty());
  CHECK(refusal(options).find("--token-file") != std::string::npos);
  options.no_admin = true;
  CHECK(refusal(options).empty());
  options.server_keys = {line("edge's", "edge snapshot *")};
  CHECK(refusal(options).find("--insecure-http") != std::string::npos);
  options.insecure_http = true;
  CHECK(refusal(options).empty());
  options.no_admin = false;
  CHECK(refusal(options).find("--token-file") != std::string::npos);
  options.admin_tokens = {std::string(31, 'x')};
  CHECK(refusal(options).find("32 bytes") != std::string::npos);
  CHECK(refusal(options, true).empty());
  options.admin_tokens = {std::string(32, 'x')};
  CHECK(refusal(options).empty());
}

TEST_CASE("what a start cannot use is named by its option") {
  const auto error_of = [](const ServeOptions& options) {
    const auto rules = identity_rules(options, true);
    REQUIRE_FALSE(rules.has_value());
    return rules.error().message;
  };
  ServeOptions options = options_with({empty_extension("shop")});
  options.trusted_proxies = {"10.0.0.0/8", "everybody"};
  CHECK(error_of(options).rfind("--trusted-proxy: 'everybody'", 0) == 0);
  options.trusted_proxies = {};
  options.jwt_source = "query:token";
  CHECK(error_of(options).rfind("--jwt-source: ", 0) == 0);
  options.jwt_source = "cookie:jwt";
  options.jwt_key_files = {"no/such/file"};
  CHECK(error_of(options).find("no/such/file") != std::string::npos);
  options.jwt_key_files = {};
  options.admin_tokens = {"sha256:swordfish"};
  CHECK(error_of(options).find("swordfish") == std::string::npos);
}

TEST_CASE("a start says which ids nobody can have") {
  ExtensionDefinition extension = empty_extension("shop");
  extension.groups = {{"user", {IdSource::Kind::header, "X-User"}, {}},
                      {"tier", {IdSource::Kind::claim, "tier"}, {}}};
  ServeOptions options = options_with({extension});
  CHECK(identity_warnings(options, true, {}).size() == 1);
  const auto warnings = identity_warnings(options, false, {});
  REQUIRE(warnings.size() == 2);
  CHECK(warnings[0].find("'user'") != std::string::npos);
  CHECK(warnings[0].find("--trusted-proxy") != std::string::npos);
  CHECK(warnings[1].find("--jwt-key-file") != std::string::npos);
  options.trusted_proxies = {"10.0.0.0/8"};
  options.jwt_key_files = {"key.pem"};
  CHECK(identity_warnings(options, false, {}).empty());
}

TEST_CASE("without tokens the pages of other sites are not who sits at the machine") {
  TestSite site(options_with({empty_extension("pancake")}));
  site.publish(StoredState{});
  const std::string full = "/snapshot/pancake?scope=full";
  CHECK(site.get(full).status == 200);
  CHECK(site.get(full, {{"Origin", "https://evil.example"}}).status == 403);
  CHECK(site.get(full, {{"Sec-Fetch-Site", "cross-site"}}).status == 403);
  CHECK(site.get("/overview", {{"Origin", "https://evil.example"}}).status == 403);
}

}  // namespace pancake
