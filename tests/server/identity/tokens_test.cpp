#include "identity/tokens.h"

#include <catch.h>

#include <set>

namespace pancake {
namespace {

// echo -n secret | sha256sum
constexpr const char* hash_of_secret =
    "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b";

}  // namespace

TEST_CASE("a hashed line says whose token it is and what it may do") {
  const auto token = parse_token_line(
      "sha256:" + std::string(hash_of_secret) + "  alice\tread,write  shop,our blog", {});
  REQUIRE(token.has_value());
  CHECK(token->digest == Sha256::of("secret"));
  CHECK(token->name == "alice");
  CHECK(token->rights == Rights{Right::read, Right::write});
  CHECK(token->extensions == std::vector<std::string>{"shop", "our blog"});
  CHECK_FALSE(token->plain_bytes);
  CHECK(token->may(Right::write, "shop"));
  CHECK(token->may(Right::read, "our blog"));
  CHECK(token->may(Right::read, ""));
  CHECK_FALSE(token->may(Right::read, "pancake"));
  CHECK_FALSE(token->may(Right::snapshot, "shop"));
  CHECK_FALSE(token->may(Right::snapshot, ""));
}

TEST_CASE("a star is every extension") {
  const auto token =
      parse_token_line("sha256:" + std::string(hash_of_secret) + " edge snapshot *", {});
  REQUIRE(token.has_value());
  CHECK(token->may(Right::snapshot, "whatever"));
  CHECK_FALSE(token->may(Right::read, "whatever"));
}

TEST_CASE(
    "a plain line is a token with the rights of its file, told apart in the log by its hash") {
  const auto token = parse_token_line("secret", {Right::read});
  REQUIRE(token.has_value());
  CHECK(token->digest == Sha256::of("secret"));
  CHECK(token->name == "token-2bb80d53");
  CHECK(token->rights == Rights{Right::read});
  CHECK(token->plain_bytes == 6);
}

TEST_CASE("a line that cannot be meant is refused without showing any of it") {
  const std::string hash = "sha256:" + std::string(hash_of_secret);
  for (const std::string& line :
       {std::string("sha256:"), hash, hash + " alice", hash + " alice read",
        hash + " alice admin *", hash + " alice read,admin *", hash + " al/ice read *",
        hash.substr(0, 70) + " alice read *", hash + "00 alice read *",
        "sha256:x" + hash.substr(8) + " alice read *",
        hash + " " + std::string(65, 'a') + " read *", hash + " alice , *", hash + " alice read ,",
        std::string("a token")}) {
    INFO(line);
    const auto token = parse_token_line(line, {Right::read});
    REQUIRE_FALSE(token.has_value());
    CHECK(token.error().message.find("2bb8") == std::string::npos);
    CHECK(token.error().message.find("alice") == std::string::npos);
  }
}

TEST_CASE("what is written is read again") {
  AccessToken token;
  token.digest = Sha256::of("secret");
  token.name = "alice";
  token.rights = {Right::read, Right::snapshot};
  CHECK(token_line(token) == "sha256:" + std::string(hash_of_secret) + " alice read,snapshot *");
  token.extensions = {"shop", "our blog"};
  const auto again = parse_token_line(token_line(token), {});
  REQUIRE(again.has_value());
  CHECK(again->digest == token.digest);
  CHECK(again->rights == token.rights);
  CHECK(again->extensions == token.extensions);
}

TEST_CASE("several tokens are accepted at once, by their whole text only") {
  const auto set =
      TokenSet::of_lines({"one", "sha256:" + std::string(hash_of_secret) + " a read *"}, {"key"});
  REQUIRE(set.has_value());
  REQUIRE(set->find("one") != nullptr);
  CHECK(set->find("one")->rights == Rights{Right::read, Right::write});
  CHECK(set->find("secret")->name == "a");
  CHECK(set->find("key")->rights == Rights{Right::read, Right::snapshot});
  for (const char* other : {"", "on", "one ", "One", hash_of_secret, "secre"}) {
    CHECK(set->find(other) == nullptr);
  }
  CHECK(TokenSet().find("") == nullptr);
}

TEST_CASE("a wrong line is named by its number") {
  const auto set = TokenSet::of_lines({"one"}, {"key", "sha256:0 a b c"});
  REQUIRE_FALSE(set.has_value());
  CHECK(set.error().message.rfind("server key 2: ", 0) == 0);
}

TEST_CASE("new tokens are long, and no two are equal") {
  std::set<std::string> tokens;
  for (int count = 0; count < 100; ++count) {
    const std::string token = new_token();
    CHECK(token.size() == 8 + 43);
    CHECK(token.rfind("pancake_", 0) == 0);
    tokens.insert(token);
  }
  CHECK(tokens.size() == 100);
}

}  // namespace pancake
