#include "identity/jwt.h"

#include <catch.h>

#include <fstream>
#include <map>
#include <nlohmann/json.hpp>

namespace pancake {
namespace {

using Json = nlohmann::ordered_json;

/// What make_jwts.mjs wrote.
const Json& jwts() {
  static const Json read = [] {
    std::ifstream file("tests/server/identity/jwts.json");
    return Json::parse(file);
  }();
  return read;
}

std::vector<JwtKey> keys_of(const Json& names) {
  std::vector<JwtKey> keys;
  for (const std::string name : names) {
    const std::string content = jwts()["keys"][name];
    if (name == "jwks") {
      auto set = JwtKey::from_jwks(content);
      REQUIRE(set.has_value());
      keys.insert(keys.end(), set->begin(), set->end());
    } else {
      auto key = JwtKey::from_key_file(content);
      REQUIRE(key.has_value());
      keys.push_back(*std::move(key));
    }
  }
  return keys;
}

JwtProblem problem_named(const std::string& name) {
  const std::map<std::string, JwtProblem> problems{
      {"malformed", JwtProblem::malformed},
      {"too_long", JwtProblem::too_long},
      {"unsupported_algorithm", JwtProblem::unsupported_algorithm},
      {"unsupported_header", JwtProblem::unsupported_header},
      {"unknown_key", JwtProblem::unknown_key},
      {"bad_signature", JwtProblem::bad_signature},
      {"expired", JwtProblem::expired},
      {"not_yet_valid", JwtProblem::not_yet_valid},
      {"wrong_audience", JwtProblem::wrong_audience},
      {"wrong_issuer", JwtProblem::wrong_issuer}};
  return problems.at(name);
}

JwtVerifier::Time now() {
  return JwtVerifier::Time(std::chrono::seconds(jwts()["now"].get<std::int64_t>()));
}

JwtVerifier verifier_for(const Json& row) {
  JwtRules rules;
  rules.audiences = row.value("audiences", std::vector<std::string>{});
  rules.issuers = row.value("issuers", std::vector<std::string>{});
  return {keys_of(row["keys"]), rules};
}

}  // namespace

TEST_CASE("a JWT is believed when one of the keys signed it and it stands now, and only then") {
  REQUIRE(jwts()["tokens"].size() > 50);
  for (const Json& row : jwts()["tokens"]) {
    INFO(row["title"]);
    const auto claims = verifier_for(row).verify(row["token"].get<std::string>(), now());
    if (row.contains("problem")) {
      REQUIRE_FALSE(claims.has_value());
      CHECK(claims.error() == problem_named(row["problem"]));
      CHECK_FALSE(jwt_problem_text(claims.error()).empty());
      continue;
    }
    REQUIRE(claims.has_value());
    for (const auto& [name, text] : row["claims"].items()) {
      INFO(name);
      CHECK(claims->text(name) ==
            (text.is_null() ? std::nullopt : std::optional(text.get<std::string>())));
    }
  }
}

TEST_CASE("without keys no JWT is believed") {
  for (const Json& row : jwts()["tokens"]) {
    CHECK_FALSE(JwtVerifier({}, {}).verify(row["token"].get<std::string>(), now()).has_value());
  }
}

TEST_CASE("every single changed byte of a JWT is found") {
  const Json& row = jwts()["tokens"][2];  // ES256
  const auto verifier = verifier_for(row);
  const std::string token = row["token"];
  REQUIRE(verifier.verify(token, now()).has_value());
  for (std::size_t at = 0; at < token.size(); ++at) {
    std::string changed = token;
    changed[at] = changed[at] == 'A' ? 'B' : 'A';
    INFO(at);
    CHECK_FALSE(verifier.verify(changed, now()).has_value());
    CHECK_FALSE(verifier.verify(token.substr(0, at), now()).has_value());
  }
}

TEST_CASE("a key file that is no public key of a known kind is never taken for a secret") {
  for (const auto& [title, content] : jwts()["refused"].items()) {
    INFO(title);
    const auto key = JwtKey::from_key_file(content.get<std::string>());
    REQUIRE_FALSE(key.has_value());
    CHECK(key.error().code == ErrorCode::bad_value);
  }
}

TEST_CASE("a JWK set that does not hold together is refused") {
  for (const auto& [title, content] : jwts()["refused_sets"].items()) {
    INFO(title);
    CHECK_FALSE(JwtKey::from_jwks(content.get<std::string>()).has_value());
  }
}

TEST_CASE("what may be public is never taken for a secret") {
  const std::string rest(64, 'x');
  for (const std::string& content :
       {"\n {\"keys\":[]}" + rest, "[" + rest, "---- BEGIN SSH2 PUBLIC KEY ----\n" + rest,
        "sk-ssh-ed25519 " + rest, "ssh-rsa " + rest, std::string("\x30\x82\x01\x22") + rest,
        "\xEF\xBB\xBF{" + rest, rest + "\n" + rest}) {
    CAPTURE(content);
    CHECK_FALSE(JwtKey::from_key_file(content).has_value());
  }
  CHECK(JwtKey::from_key_file(rest + "\n").has_value());
}

}  // namespace pancake
