#include "routes/api/path_match.h"

#include <catch.h>

namespace pancake {
namespace {

using Parts = std::vector<std::pair<std::string_view, std::string>>;

constexpr const char* override_path = "/flags/{name}/overrides/{group}/{id}";

}  // namespace

TEST_CASE("the parts of a path are decoded behind its slashes") {
  CHECK(match_path(override_path, "/flags/A/overrides/user/42") ==
        Parts{{"name", "A"}, {"group", "user"}, {"id", "42"}});
  CHECK(match_path(override_path, "/flags/A%2FB/overrides/%2f/a%20b%C3%A4%00") ==
        Parts{{"name", "A/B"}, {"group", "/"}, {"id", std::string("a b\xC3\xA4\0", 6)}});
  CHECK(match_path("/lint", "/%6Cint") == Parts{});
}

TEST_CASE("an id may be empty, a name or a group not") {
  CHECK(match_path(override_path, "/flags/A/overrides/user/") ==
        Parts{{"name", "A"}, {"group", "user"}, {"id", ""}});
  CHECK_FALSE(match_path(override_path, "/flags/A/overrides/user"));
  CHECK_FALSE(match_path(override_path, "/flags//overrides/user/42"));
  CHECK_FALSE(match_path(override_path, "/flags/A/overrides//42"));
}

TEST_CASE("kinds are the three words and no other") {
  for (const char* kinds : {"switches", "flags", "samples"}) {
    CHECK(match_path("/{kinds}/{name}", "/" + std::string(kinds) + "/A") ==
          Parts{{"kinds", kinds}, {"name", "A"}});
  }
  CHECK_FALSE(match_path("/{kinds}/{name}", "/groups/A"));
  CHECK_FALSE(match_path("/{kinds}/{name}", "/Flags/A"));
  CHECK_FALSE(match_path("/{kinds}/{name}", "//A"));
}

TEST_CASE("a path that is longer, shorter, other or wrongly encoded does not fit") {
  for (const char* path : {"", "/", "/flags", "/flags/A/overrides/user/42/", "/flags/A/b/user/42",
                           "flags/A/overrides/user/42", "/flags/A/overrides/user/%4",
                           "/flags/%zz/overrides/user/42", "/flags/A/overrides/user/4/2"}) {
    CAPTURE(path);
    CHECK_FALSE(match_path(override_path, path));
  }
}

}  // namespace pancake
