#include "definitions/definitions_file.h"

#include <fstream>
#include <nlohmann/json.hpp>

#include "catch.h"
#include "run.h"
#include "temporary_folder.h"

namespace pancake {

using test::must;
using test::TemporaryFolder;

namespace {

std::string error_of(const std::string& text) {
  const auto definitions = parse_definitions(text, "pancake.json");
  if (definitions) return "no error";
  CHECK(definitions.error().code == ErrorCode::bad_definitions);
  return definitions.error().message;
}

/// A file whose extension `pancake` holds these members, from line 2 on.
std::string with_members(const std::string& members) {
  return "{ \"extensions\": { \"pancake\": {\n" + members + "\n} } }";
}

std::string error_in(const std::string& members) { return error_of(with_members(members)); }

const ExtensionDefinition& only(const Definitions& definitions) {
  REQUIRE(definitions.extensions.size() == 1);
  return definitions.extensions[0];
}

}  // namespace

TEST_CASE("a definitions file is read with everything that it may hold") {
  const auto definitions = must(parse_definitions(R"({
    "$schema": "pancake.schema.json",
    "extensions": { "shop": {
      "groups": [ { "id": "user", "from": "header:X-User-Id" },
                  { "id": "admin", "from": "claim:admin", "candidates": ["yes", "no"] },
                  { "id": "plain" } ],
      "visitor": { "from": "query:visitor" },
      "cookie": { "name": "odds", "format": "flask-pancake", "options": {
        "httpOnly": true, "secure": false, "sameSite": "None", "domain": "example.org",
        "path": "/shop", "maxAge": 3600, "partitioned": true } },
      "flags": { "B": { "default": false, "description": "first", "client": true },
                 "A": { "default": 1 } },
      "samples": { "N": { "default": 42 }, "F": { "default": 42.00 } },
      "switches": { "S": { "default": true } } } } })",
                                                  "pancake.json"));
  const auto& shop = only(definitions);
  CHECK(shop.name == "shop");
  REQUIRE(shop.groups.size() == 3);
  CHECK(shop.groups[0].from.kind == IdSource::Kind::header);
  CHECK(shop.groups[0].from.name == "X-User-Id");
  CHECK_FALSE(shop.groups[0].candidates);
  CHECK(shop.groups[1].candidates == std::vector<std::string>{"yes", "no"});
  CHECK(shop.groups[2].from.kind == IdSource::Kind::none);
  CHECK(shop.group_index("admin") == 1);
  CHECK(shop.visitor.kind == IdSource::Kind::query);
  CHECK(shop.cookie.name == "odds");
  CHECK(shop.cookie.format == CookieFormat::flask_pancake);
  CHECK(shop.cookie.options.given);
  CHECK(shop.cookie.options.same_site == "None");
  CHECK(shop.cookie.options.max_age == 3600);
  CHECK(shop.cookie.options.http_only == true);
  REQUIRE(shop.features.size() == 5);
  CHECK(shop.features[0].name == "B");
  CHECK(shop.features[0].client);
  CHECK(shop.features[0].description == "first");
  CHECK(shop.features[1].fallback->text == "1");
  CHECK(shop.features[2].fallback->text == "42");
  CHECK(shop.features[3].fallback->text == "42.0");
  CHECK(definitions.find("shop") == &shop);
  CHECK(definitions.find("other") == nullptr);
}

TEST_CASE("what is not given has the design's defaults") {
  const auto definitions = must(parse_definitions("\xEF\xBB\xBF{\"extensions\":{\"p\":{}}}", "f"));
  const auto& extension = only(definitions);
  CHECK(extension.cookie.name == "p");
  CHECK(extension.cookie.format == CookieFormat::visitor);
  CHECK_FALSE(extension.cookie.options.given);
  CHECK(extension.visitor.kind == IdSource::Kind::none);
  CHECK_FALSE(must(parse_definitions(with_members(R"("cookie": { "options": {} })"), "f"))
                  .extensions[0]
                  .cookie.options.given);
}

TEST_CASE("an error names the file, the line and the field") {
  CHECK(error_of("{\n \"extensions\": {\n  \"pancake\": {\n   \"samples\": {\n    \"A\": "
                 "{\"default\": 5},\n\n    \"MY_ODDS\": { \"default\": 142 }\n}}}}") ==
        "pancake.json:7: extensions.pancake.samples.MY_ODDS.default: 142 is outside 0 to 100");
  CHECK(error_in("\"flags\": {\n\"X\": {\n\"default\":\n\"on\" } }") ==
        "pancake.json:4: extensions.pancake.flags.X.default: \"on\" is not true or false");
  CHECK(error_in("\"groups\": [\n{ \"id\": \"user\" },\n{ \"id\": \"user\" } ]") ==
        "pancake.json:4: extensions.pancake.groups[1]: group 'user' stands here twice");
  CHECK(error_of("[]") == "pancake.json:1: a list is not an object");
}

TEST_CASE("text that is no JSON is named with line and column") {
  CHECK_THAT(error_of("{\n  \"extensions\": {,\n}"),
             Catch::Matchers::StartsWith("pancake.json:2:18: syntax error"));
  CHECK_THAT(error_of(""), Catch::Matchers::StartsWith("pancake.json:1:1: syntax error"));
  CHECK_THAT(error_of("{} x"), Catch::Matchers::StartsWith("pancake.json:1:4: syntax error"));
  CHECK_THAT(error_of("{\"a\": \"\xFF\"}"), Catch::Matchers::Contains("invalid string"));
  CHECK_THAT(error_of("{\"a\": 1e999}"), Catch::Matchers::StartsWith("pancake.json:1:"));
  CHECK_THAT(error_of(std::string(100000, '[')), Catch::Matchers::Contains("deeper than 32"));
  CHECK(error_of("{\"extensions\": {},\n\"extensions\": {}}") ==
        "pancake.json:2: 'extensions' stands here for the second time");
}

TEST_CASE("a word that is not known gets a hint") {
  CHECK(error_in("\"flag\": {}") ==
        "pancake.json:2: extensions.pancake.flag: is not known here. Did you mean 'flags'?");
  CHECK(error_in("\"cookie\": { \"options\": { \"samesite\": \"Lax\" } }") ==
        "pancake.json:2: extensions.pancake.cookie.options.samesite: is not known here. Did you "
        "mean 'sameSite'?");
  CHECK(error_of("{\"extension\": {}}") ==
        "pancake.json:1: extension: is not known here. Did you mean 'extensions'?");
}

TEST_CASE("values out of range and of the wrong kind are refused") {
  const auto [members, what] = GENERATE(table<std::string, std::string>({
      {R"("samples": { "S": { "default": -0.5 } })", "-0.5 is outside 0 to 100"},
      {R"("samples": { "S": { "default": true } })", "true is not a number"},
      {R"("samples": { "S": { "default": "5" } })", "\"5\" is not a number"},
      {R"("samples": { "S": {} })", "a sample needs a default"},
      {R"("switches": { "S": { "default": 2 } })", "2 is not true or false"},
      {R"("switches": { "S": { "default": 0.5 } })", "0.5 is not true or false"},
      {R"("switches": { "S": { "default": null } })", "null is not true or false"},
      {R"("flags": { "S": { "default": [] } })", "a list cannot be a default"},
      {R"("flags": { "S": 1 })", "1 is not an object"},
      {R"("flags": { "": { "default": true } })", "name is empty"},
      {R"("flags": { "a\u0007": { "default": true } })", "control character"},
      {R"("flags": { "S": { "default": true, "client": "yes" } })", "is not true or false"},
      {R"("flags": { "S": { "default": true, "description": 5 } })", "5 is not a text"},
      {R"("groups": {})", "an object is not a list"},
      {R"("groups": [ {} ])", "a group needs an id"},
      {R"("groups": [ { "id": "g", "from": "head:X" } ])", "is no source"},
      {R"("groups": [ { "id": "g", "from": "header:" } ])", "lacks the name"},
      {R"("groups": [ { "id": "g", "from": "header:X Y" } ])", "cannot be the name"},
      {R"("groups": [ { "id": "g", "candidates": [1] } ])", "candidates[0]: 1 is not a text"},
      {R"("groups": [ { "id": "g", "candidates": ["a", "a"] } ])", "listed twice"},
      {R"("visitor": { "from": "cookies" })", "is no source"},
      {R"("cookie": { "format": "flask" })", "is not visitor or flask-pancake"},
      {R"("cookie": { "name": "a;b" })", "never be read back"},
      {R"("cookie": { "options": { "sameSite": "lax" } })", "is not Strict, Lax, None or null"},
      {R"("cookie": { "options": { "maxAge": -1 } })", "outside 0 to 3155760000"},
      {R"("cookie": { "options": { "maxAge": 1.5 } })", "is not a whole number"},
      {R"("cookie": { "options": { "maxAge": 18446744073709551615 } })", "not a whole number"},
      {R"("cookie": { "options": { "path": "shop" } })", "does not begin with /"},
      {R"("cookie": { "options": { "domain": "a;b" } })", "without ';'"},
  }));
  CHECK_THAT(error_in(members), Catch::Matchers::Contains(what));
}

TEST_CASE("names have 1 to 128 bytes and no control characters") {
  CHECK(check_name("flag", std::string(128, 'x')));
  CHECK(check_name("flag",
                   "stra\xC3\x9F"
                   "e: \xF0\x9F\xA5\x9E"));
  CHECK_FALSE(check_name("flag", ""));
  CHECK_FALSE(check_name("flag", std::string(129, 'x')));
  CHECK_FALSE(check_name("flag", "a\nb"));
  CHECK_FALSE(check_name("flag", "\xC2\x85"));
  CHECK_FALSE(check_name("flag", "\xFF"));
  CHECK(check_name("Extension", "").error().code == ErrorCode::bad_name);
}

TEST_CASE("a definitions file that cannot be read is named") {
  const TemporaryFolder folder;
  const auto missing = read_definitions_file(folder.file("none.json"));
  REQUIRE_FALSE(missing);
  CHECK(missing.error().code == ErrorCode::io);
  CHECK(missing.error().message == folder.file("none.json") + ": No such file or directory");
  CHECK(read_definitions_file(folder.path().string()).error().code == ErrorCode::io);
  std::ofstream(folder.file("good.json")) << R"({"extensions":{"a":{}}})";
  CHECK(read_definitions_file(folder.file("good.json")));
}

}  // namespace pancake
