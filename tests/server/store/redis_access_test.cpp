#include <fstream>
#include <sstream>

#include "following.h"
#include "redis_server.h"
#include "sample_extension.h"
#include "store/store.h"
#include "store/store_check.h"

namespace pancake {

using test::Following;
using test::must;
using test::must_run;
using test::RedisServer;
using test::sample_extension;

namespace {

/// The words of the ACL command in docs/reference.md, with this password.
RedisCommand documented_user(const std::string& password) {
  std::ifstream file("docs/reference.md");
  for (std::string line; std::getline(file, line);) {
    if (!line.starts_with("ACL SETUSER")) continue;
    line.replace(line.find("PASSWORD"), 8, password);
    std::istringstream words(line);
    RedisCommand command;
    for (std::string word; words >> word;) command.push_back(word);
    return command;
  }
  return {};
}

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("the user that the reference shows may do all that is done, and no more is needed") {
  RedisServer server;
  const auto made = server.command(documented_user("s3cret"));
  REQUIRE(made.text == "OK");
  const auto store =
      must(open_store("redis://pancake:s3cret@127.0.0.1:" + std::to_string(server.port()) + "/3"));
  Following following(*store);
  CHECK_FALSE(must(following.next()).lineage.empty());
  const auto write = [&](Change change) {
    const std::vector<Write> writes{{std::move(change), std::nullopt}};
    must_run(store->apply("pancake", writes, {"test", ""}));
  };
  write(SetState{FeatureKind::flag, "beta", "1"});
  CHECK(must(following.next()).flags.at("BETA").text == "1");
  write(SetOverride{"beta", "user", "7", true});
  CHECK(must(following.next()).overrides.size() == 1);
  write(ClearOverrides{"beta", "user"});
  CHECK(must(following.next()).overrides.empty());
  write(Define{test::feature(FeatureKind::flag, "new", 1, "true")});
  CHECK(must(following.next()).definitions.size() == 1);
  CHECK(must_run(store->log("pancake", {})).size() == 4);
  CHECK(must_run(store->read(sample_extension())).flags.size() == 1);
}

TEST_CASE("without the right to INFO everything works but knowing one run from another") {
  RedisServer server;
  server.command(documented_user("s3cret"));
  server.command("ACL SETUSER pancake -info");
  const auto store =
      must(open_store("redis://pancake:s3cret@127.0.0.1:" + std::to_string(server.port())));
  Following following(*store);
  CHECK(must(following.next()).lineage.empty());
  CHECK(check_store("redis://pancake:s3cret@127.0.0.1:" + std::to_string(server.port())));
}

TEST_CASE("a right that is missing is named") {
  RedisServer server;
  const auto followed_without = [&](const std::string& right) {
    server.command(documented_user("s3cret"));
    server.command("ACL SETUSER pancake " + right);
    const auto store =
        must(open_store("redis://pancake:s3cret@127.0.0.1:" + std::to_string(server.port())));
    const auto state = Following(*store).next();
    REQUIRE_FALSE(state);
    CHECK(state.error().code == ErrorCode::store_refused);
    return state.error().message;
  };
  CHECK(has(followed_without("-client|tracking"), "the command +client|tracking"));
  CHECK(has(followed_without("-scan"), "the command +scan"));
  CHECK(has(followed_without("resetchannels"), "&__redis__:invalidate"));
}

TEST_CASE("a node of a Redis Cluster is refused by name, before and while it is followed") {
  RedisServer server({"--cluster-enabled", "yes"});
  const auto checked = check_store(server.url());
  REQUIRE_FALSE(checked);
  CHECK(checked.error().code == ErrorCode::store_refused);
  CHECK(has(checked.error().message, "is a node of a Redis Cluster, which is not supported"));
  const auto store = must(open_store(server.url()));
  const auto state = Following(*store).next();
  REQUIRE_FALSE(state);
  CHECK(state.error().message == checked.error().message);
}

TEST_CASE("a Redis that is not there, and a store that is none, pass the check before") {
  RedisServer server;
  CHECK(check_store(server.url()));
  server.kill();
  CHECK(check_store(server.url()));
  CHECK(check_store("memory:"));
}

}  // namespace pancake
