#include <nlohmann/json.hpp>

#include "catch.h"
#include "command_line.h"
#include "identity/tokens.h"

namespace pancake {

TEST_CASE("a new token is shown once, with the line that the server keeps of it") {
  CommandLine program(std::nullopt);
  const auto ran = program.run({"token", "create", "--name", "alice", "--json"});
  REQUIRE(ran.code == 0);
  const auto json = nlohmann::json::parse(ran.out);
  const auto line = parse_token_line(json["line"].get<std::string>(), {});
  REQUIRE(line.has_value());
  CHECK(line->digest == Sha256::of(json["token"].get<std::string>()));
  CHECK(line->name == "alice");
  CHECK(line->rights == Rights{Right::read, Right::write});
  CHECK(line->extensions.empty());

  const auto shown = program.run({"token", "create", "--name", "edge", "--rights", "snapshot",
                                  "--for", "shop", "--for", "our blog"});
  CHECK(shown.out.find("\n  pancake_") != std::string::npos);
  CHECK(shown.out.ends_with(" edge snapshot shop,our blog\n"));
}

TEST_CASE("a token that is there already is hashed from standard input and never shown") {
  CommandLine program(std::nullopt);
  const auto ran = program.run({"token", "hash", "--name", "old"}, "an-old-token-of-ours\n");
  CHECK(ran.out == "sha256:" + Sha256::of("an-old-token-of-ours").hex() + " old read,write *\n");
  for (const char* input : {"", "\n", "short", "two words of a token", "one-line-of-it\nanother"}) {
    const auto refused = program.run({"token", "hash", "--name", "old"}, input);
    CHECK(refused.code == 1);
    CHECK(refused.out.empty());
  }
}

TEST_CASE("what cannot stand in a token file is refused") {
  CommandLine program(std::nullopt);
  for (const std::vector<std::string>& words : {std::vector<std::string>{},
                                                {"--name", ""},
                                                {"--name", "a b"},
                                                {"--name", "a", "--rights", "all"},
                                                {"--name", "a", "--rights", ""},
                                                {"--name", "a", "--for", "x,y"},
                                                {"--name", "a", "--for", "*"},
                                                {"--name", "a", "--for", " x"}}) {
    std::vector<std::string> all{"token", "create"};
    all.insert(all.end(), words.begin(), words.end());
    const auto ran = program.run(all);
    CHECK(ran.code == 2);
    CHECK(ran.out.empty());
  }
}

}  // namespace pancake
