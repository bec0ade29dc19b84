#include "admin/lint.h"

#include "catch.h"

namespace pancake {

namespace {

/// What lint says, one text a finding: "3 flags.A: …" cut to its beginning.
std::vector<std::string> found(const std::string& text) {
  std::vector<std::string> lines;
  for (const auto& finding : lint(text, "x.json")) {
    lines.push_back((finding.severity == Finding::Severity::error ? "error " : "") +
                    std::to_string(finding.line) + " " + finding.field);
  }
  return lines;
}

std::string extension(const std::string& members) {
  return "{\"extensions\":{\"shop\":{\n" + members + "}}}";
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("a file that cannot be used is an error with its line") {
  CHECK(found("{") == Lines{"error 1 "});
  const auto findings = lint(extension("\"samples\":{\n\"A\":{\"default\":142}}"), "x.json");
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].line == 3);
  CHECK(findings[0].message == "extensions.shop.samples.A.default: 142 is outside 0 to 100");
}

TEST_CASE("all that is wrong in a file is told at once") {
  CHECK(found(extension("\"samples\":{\n\"A\":{\"default\":142},\n\"B\":{}},\n\"flag\":{},\n"
                        "\"groups\":[{\"id\":\"u\",\"from\":\"nowhere\"}]")) ==
        Lines{"error 3 ", "error 4 ", "error 5 ", "error 6 "});
}

TEST_CASE("a good file has nothing to complain about") {
  CHECK(found(extension(R"("groups":[{"id":"user","from":"client"}],
    "cookie":{"options":{"sameSite":"None"}},
    "flags":{"A.b_c-1":{"default":true}},"switches":{"a.B_C-1":{"default":true}})"))
            .empty());
}

TEST_CASE("names that surprise are warned of where they stand") {
  CHECK(found(extension("\"flags\":{\"a b\":{\"default\":true},\n\"beta\":{\"default\":true},\n"
                        "\"BETA\":{\"default\":true}},\"groups\":[{\"id\":\"u:v\",\"from\":"
                        "\"client\"}]")) == Lines{"2 extensions.shop.flags.a b",
                                                  "4 extensions.shop.groups[0]",
                                                  "4 extensions.shop.flags.BETA"});
}

TEST_CASE("Redis keys that can be read in two ways are warned of") {
  const std::string flags = "\"flags\":{\"A\":{\"default\":true},\n\"a:B\":{\"default\":true}}";
  CHECK(found(extension(flags)).size() == 1);  // the colon alone: there are no overrides
  const auto findings =
      lint(extension("\"groups\":[{\"id\":\"u\",\"from\":\"client\"}],\n" + flags), "x.json");
  REQUIRE(findings.size() == 2);
  CHECK(findings[1].line == 4);
  CHECK(findings[1].message == "Redis keys of its overrides can be read as overrides of 'A'");
  CHECK(found(R"({"extensions":{"a":{},"a:b":{}}})").size() == 2);
}

TEST_CASE("a group without a source, and cookies that browsers drop, are warned of") {
  CHECK(found(extension("\"groups\":[{\"id\":\"u\"}]")) == Lines{"2 extensions.shop.groups[0]"});
  CHECK(
      found(
          extension(
              R"("cookie":{"format":"flask-pancake","options":{"sameSite":"None","partitioned":true}})"))
          .size() == 2);
  CHECK(found(extension(R"("cookie":{"options":{"sameSite":"None","secure":false}})")).size() == 1);
}

TEST_CASE("findings for programs name file, line and field") {
  const auto json =
      findings_json(lint(extension("\"flags\":{\"a b\":{\"default\":true}}"), "x"), "x");
  CHECK(json.dump() ==
        R"([{"severity":"warning","file":"x","line":2,"field":"extensions.shop.flags.a b",)"
        R"("message":"the name of this flag has characters other than A-Z a-z 0-9 . _ -, )"
        R"(which some tools cannot handle"}])");
}

}  // namespace pancake
