#include "identity/flask_cookie.h"

#include <catch.h>

#include <fstream>

#include "identity/base64.h"
#include "identity/inflation.h"

using Json = nlohmann::ordered_json;

namespace pancake {
namespace {

Json vectors() {
  std::ifstream file(PANCAKE_GOLDEN "/vectors_cookie.json");
  return Json::parse(file)["cases"];
}

FlaskCookie signer(const Json& row) { return FlaskCookie({row["secret"].get<std::string>()}); }

}  // namespace

TEST_CASE("a signed cookie is written byte for byte as itsdangerous writes it") {
  int rows = 0;
  for (const Json& row : vectors()) {
    if (row["kind"] != "encode") continue;
    SampleAnswers answers;
    for (const Json& pair : row["state"]) answers.remember(pair[0], pair[1].get<bool>());
    INFO(row.dump());
    CHECK(answers.json_text() == row["json_text"]);
    CHECK(signer(row).write(answers) == row["cookie"]);
    ++rows;
  }
  CHECK(rows > 30);
}

TEST_CASE("a signed cookie is read as itsdangerous reads it") {
  int rows = 0;
  for (const Json& row : vectors()) {
    if (row["kind"] != "decode" && row["kind"] != "encode") continue;
    INFO(row.dump());
    const auto answers = signer(row).read(row["cookie"].get<std::string>());
    const std::string expected =
        row.value("ok_json", row["kind"] == "encode" ? row["json_text"].get<std::string>() : "");
    // Python's JSON knows NaN; JSON does not. A text that is no object is no cookie.
    const Json object = Json::parse(expected, nullptr, false);
    if (object.is_object()) {
      REQUIRE(answers.has_value());
      CHECK(Json::parse(answers->json_text()) == object);
    } else {
      CHECK(!answers.has_value());
    }
    ++rows;
  }
  CHECK(rows > 60);
}

TEST_CASE("the first secret signs and every secret verifies") {
  SampleAnswers answers;
  answers.remember("s", true);
  const std::string old_cookie = FlaskCookie({"old"}).write(answers);
  const FlaskCookie rotated({"new", "old"});
  CHECK(rotated.read(old_cookie).has_value());
  CHECK(rotated.write(answers) == FlaskCookie({"new"}).write(answers));
  CHECK(!FlaskCookie({"new"}).read(old_cookie).has_value());
}

TEST_CASE("a signed value that is neither true nor false is not drawn, and keeps its place") {
  SampleAnswers answers(Json::parse(R"({"a":null,"b":[1,2],"c":true})"));
  CHECK(!answers.find("a").has_value());
  CHECK(!answers.find("b").has_value());
  CHECK(answers.find("c") == true);
  answers.remember("a", false);
  CHECK(answers.json_text() == R"({"a":false,"b":[1,2],"c":true})");
}

TEST_CASE("a cookie that unpacks to more than 64 KiB is none") {
  const FlaskCookie flask_cookie({"s"});
  for (const std::size_t length : {60'000U, 70'000U}) {
    SampleAnswers answers;
    answers.remember(std::string(length, 'a'), true);
    const std::string cookie = flask_cookie.write(answers);
    CHECK(cookie.size() < 1000);
    CHECK(flask_cookie.read(cookie).has_value() == (length == 60'000U));
  }
  CHECK(!inflate_at_most(deflate(std::string(1 << 20, 'x')), 65536).has_value());
  CHECK(inflate_at_most(deflate(std::string(65536, 'x')), 65536) == std::string(65536, 'x'));
}

TEST_CASE("values nested beyond reason are not carried on") {
  const std::string deep = R"({"a":)" + std::string(30'000, '[') + std::string(30'000, ']') + "}";
  const std::string payload = "." + to_base64url(deflate(deep));
  // Signed by the holder of the secret: the signature of another text does not do.
  CHECK(!FlaskCookie({"s"}).read(payload + ".AAAA").has_value());
}

TEST_CASE("base64 is read as forgivingly as Python reads it") {
  CHECK(from_lenient_base64("") == "");
  CHECK(from_lenient_base64("AA") == std::string(1, '\0'));
  CHECK(from_lenient_base64("A") == std::nullopt);
  CHECK(from_lenient_base64("AA==BB") == std::string(1, '\0'));
  CHECK(from_lenient_base64("AAA=AAAA") == std::string(2, '\0'));
  CHECK(from_lenient_base64("====") == "");
  CHECK(from_lenient_base64("!!!!") == "");
  CHECK(from_lenient_base64("a-b_") == from_lenient_base64("a+b/"));
  CHECK(to_base64url("\xff\xfe\xfd") == "__79");
  CHECK(to_base64url("ab") == "YWI");
}

}  // namespace pancake
