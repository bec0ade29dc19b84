#include "http/cookies.h"

#include <catch.h>

namespace pancake {
namespace {

constexpr std::chrono::system_clock::time_point epoch{};

}  // namespace

TEST_CASE("the first cookie of a name counts, and names are case-sensitive") {
  CHECK(find_cookie("a=1; a=2", "a") == "1");
  CHECK(find_cookie("A=1; a=2", "a") == "2");
  CHECK(find_cookie("b=1", "a") == std::nullopt);
  CHECK(find_cookie("", "a") == std::nullopt);
  CHECK(find_cookie("a=1;a2=3;;  ; b=4", "b") == "4");
}

TEST_CASE("blanks around names and values are dropped, and values may be missing") {
  CHECK(find_cookie(" a = 1 ; b=2", "a") == "1");
  CHECK(find_cookie("a", "a") == "");
  CHECK(find_cookie("a=", "a") == "");
  CHECK(find_cookie("a; b=2", "b") == "2");
  CHECK(find_cookie("=x", "") == std::nullopt);
  CHECK(find_cookie("sp ace=x", "sp ace") == "x");
  CHECK(find_cookie("stra\xc3\x9f"
                    "e=x=y",
                    "stra\xc3\x9f"
                    "e") == "x=y");
}

TEST_CASE("quoted cookie values lose their quotes and escapes") {
  CHECK(find_cookie(R"(a="x"; b=2)", "a") == "x");
  CHECK(find_cookie(R"(a="x;y"; b=2)", "a") == "x;y");
  CHECK(find_cookie(R"(a="x;y"; b=2)", "b") == "2");
  CHECK(find_cookie(R"(a="x\"\\\073\303\274"; b=2)", "a") == "x\"\\;\xc3\xbc");
  CHECK(find_cookie(R"(a="open; b=2)", "b") == "2");
  CHECK(find_cookie(R"(a="x"y; b=2)", "a") == R"("x"y)");
  CHECK(find_cookie(R"(a=")", "a") == "\"");
}

TEST_CASE("a visitor cookie is kept for a year unless its options say otherwise") {
  CookieDefinition cookie{"pancake", CookieFormat::visitor, {}};
  CHECK(write_cookie(cookie, "1abc", false, epoch) ==
        "pancake=1abc; Expires=Fri, 01 Jan 1971 00:00:00 GMT; Max-Age=31536000; Path=/; "
        "SameSite=Lax");
  cookie.options.secure = true;
  cookie.options.max_age = 60;
  cookie.options.domain = "example.com";
  cookie.options.given = true;
  CHECK(write_cookie(cookie, "1abc", false, epoch) ==
        "pancake=1abc; Domain=example.com; Expires=Thu, 01 Jan 1970 00:01:00 GMT; Max-Age=60; "
        "Secure; Path=/; SameSite=Lax");
  cookie.options.partitioned = true;
  cookie.options.same_site = "None";
  cookie.options.secure = std::nullopt;
  CHECK(write_cookie(cookie, "1abc", false, epoch) ==
        "pancake=1abc; Domain=example.com; Expires=Thu, 01 Jan 1970 00:01:00 GMT; Max-Age=60; "
        "Secure; Path=/; SameSite=None; Partitioned");
}

TEST_CASE("a visitor cookie is Secure under TLS, unless its options say otherwise") {
  CookieDefinition cookie{"pancake", CookieFormat::visitor, {}};
  CHECK(write_cookie(cookie, "1abc", true, epoch).ends_with("; Secure; Path=/; SameSite=Lax"));
  cookie.options.secure = false;
  CHECK(write_cookie(cookie, "1abc", true, epoch).find("Secure") == std::string::npos);
}

TEST_CASE("options of a signed cookie replace its defaults, as there") {
  CookieDefinition cookie{"ff", CookieFormat::flask_pancake, {}};
  CHECK(write_cookie(cookie, "v", true, epoch) == "ff=v; HttpOnly; Path=/; SameSite=Lax");
  cookie.options.given = true;
  cookie.options.secure = true;
  CHECK(write_cookie(cookie, "v", true, epoch) == "ff=v; Secure; Path=/");
  cookie.options.path = "";
  CHECK(write_cookie(cookie, "v", true, epoch) == "ff=v; Secure");
  cookie.options = {};
  cookie.options.given = true;
  cookie.options.path = "/app";
  CHECK(write_cookie(cookie, "v", true, epoch) == "ff=v; Path=/app");
}

}  // namespace pancake
