#include "redis_server.h"
#include "sample_extension.h"
#include "store/store.h"
#include "sync/feature_table.h"

namespace pancake {

using test::feature;
using test::must;
using test::must_run;
using test::RedisServer;
using test::run;
using test::sample_extension;

namespace {

std::vector<std::string> texts(const RedisReply& reply) {
  std::vector<std::string> all;
  for (const auto& entry : reply.list) all.push_back(entry.text);
  std::ranges::sort(all);
  return all;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("Redis holds what flask-pancake would have written, and nothing else but our own") {
  RedisServer server;
  const auto store = must(open_store(server.url()));
  const auto apply = [&](const Change& change) {
    must_run(store->apply("pancake", {Write{change}}, Author{"test"}));
  };
  apply(SetState{FeatureKind::flag, "beta", "1"});
  apply(SetState{FeatureKind::sample, "Odds", "42.0"});
  apply(SetOverride{"beta", "user", "42", true});
  apply(SetOverride{"beta", "user", "43", false});
  CHECK(texts(server.command("KEYS *")) ==
        Texts{"FLAG:pancake:BETA", "FLAG:pancake:k:user:BETA:42", "FLAG:pancake:k:user:BETA:43",
              "FLAG:pancake:t:user:BETA", "PANCAKE:LOG:pancake", "SAMPLE:pancake:ODDS"});
  CHECK(server.command("GET FLAG:pancake:k:user:BETA:43").text == "0");
  CHECK(server.command("GET SAMPLE:pancake:ODDS").text == "42.0");
  CHECK(texts(server.command("SMEMBERS FLAG:pancake:t:user:BETA")) ==
        Texts{"FLAG:pancake:k:user:BETA:42", "FLAG:pancake:k:user:BETA:43"});

  apply(ClearOverride{"beta", "user", "42"});
  CHECK(texts(server.command("SMEMBERS FLAG:pancake:t:user:BETA")) ==
        Texts{"FLAG:pancake:k:user:BETA:43"});
  // What the set lists goes, foreign keys too; what it does not list stays.
  server.command("SET foreign x");
  server.command("SADD FLAG:pancake:t:user:BETA foreign");
  server.command("SET FLAG:pancake:k:user:BETA:untracked 1");
  apply(ClearOverrides{"beta", "user"});
  CHECK(texts(server.command("KEYS FLAG:*")) ==
        Texts{"FLAG:pancake:BETA", "FLAG:pancake:k:user:BETA:untracked"});
  CHECK(server.command("EXISTS foreign").number == 0);
}

TEST_CASE("reading leaves no trace in Redis") {
  RedisServer server;
  const auto store = must(open_store(server.url()));
  must_run(store->read(sample_extension()));
  const std::vector<std::pair<std::string, std::string>> ids{{"user", "1"}};
  must_run(store->read_for(sample_extension(), ids));
  must_run(store->log("pancake", {.limit = 10}));
  CHECK(server.command("DBSIZE").number == 0);
}

TEST_CASE("a change that Redis would half refuse is refused whole") {
  RedisServer server;
  const auto store = must(open_store(server.url()));
  const auto refused = [&](const Change& change) {
    const auto done = run(store->apply("pancake", {Write{change}}, Author{"test"}));
    REQUIRE_FALSE(done);
    CHECK(done.error().code == ErrorCode::store_refused);
    CHECK(done.error().message.find("secret-id") == std::string::npos);
    return done.error().message;
  };
  server.command("SET FLAG:pancake:t:user:BETA string");
  server.command("SET FLAG:pancake:k:user:BETA:secret-id 1");
  CHECK(refused(SetOverride{"beta", "user", "new", true}) ==
        server.url() +
            "/0: FLAG:pancake:t:user:BETA holds a Redis string, not a set: nothing was "
            "written");
  refused(ClearOverride{"beta", "user", "secret-id"});
  refused(ClearOverrides{"beta", "user"});
  server.command("SET PANCAKE:DEFINITIONS:pancake string");
  refused(Define{feature(FeatureKind::flag, "x", 1, "true")});
  refused(Undefine{FeatureKind::flag, "x"});
  CHECK(server.command("DBSIZE").number == 3);
  CHECK(server.command("GET FLAG:pancake:k:user:BETA:secret-id").text == "1");
}

TEST_CASE("a log that cannot be written keeps nobody from switching a feature off") {
  RedisServer server;
  const auto store = must(open_store(server.url()));
  server.command("SET PANCAKE:LOG:pancake string");
  const auto done = must_run(
      store->apply("pancake", {Write{SetState{FeatureKind::flag, "beta", "0"}}}, {"test", ""}));
  CHECK(done.revision > 0);
  CHECK(done.warning.find("the change is made, but is not in the log") != std::string::npos);
  CHECK(server.command("GET FLAG:pancake:BETA").text == "0");
  const auto accepted = must_run(store->accept_state("pancake", {"test", ""}));
  CHECK_FALSE(accepted.warning.empty());
  CHECK(server.command("GET PANCAKE:ACCEPTED:pancake").text == std::to_string(accepted.revision));
}

TEST_CASE("a user who may not write some of the changes writes none of them") {
  RedisServer server;
  server.command(
      {"ACL", "SETUSER", "ada", "on", ">pw", "~FLAG:*", "~PANCAKE:LOG:*", "+@all", "-sadd"});
  const auto address = server.url().substr(8);
  const auto store = must(open_store("redis://ada:pw@" + address));
  const auto code = [&](const std::vector<Write>& writes) {
    const auto done = run(store->apply("pancake", writes, {"test", ""}));
    return done ? std::optional<ErrorCode>() : std::optional(done.error().code);
  };
  const Write flag{SetState{FeatureKind::flag, "beta", "1"}};
  CHECK(code({flag, Write{SetOverride{"beta", "user", "1", true}}}) == ErrorCode::store_refused);
  CHECK(code({flag, Write{SetState{FeatureKind::sample, "Odds", "1.0"}}}) ==
        ErrorCode::store_refused);
  CHECK(code({flag, Write{Define{feature(FeatureKind::flag, "x", 1, "true")}}}) ==
        ErrorCode::store_refused);
  CHECK(server.command("DBSIZE").number == 0);
  CHECK_FALSE(code({flag}));
}

TEST_CASE("the log of an older release is read, with what it knows") {
  RedisServer server;
  const auto store = must(open_store(server.url()));
  server.command({"XADD", "PANCAKE:LOG:pancake", "1700000000000-3", "kind", "flag", "who",
                  "cli:ada", "action", "enable", "feature", "beta", "group", "", "id", "", "value",
                  "1"});
  must_run(
      store->apply("pancake", {Write{SetState{FeatureKind::flag, "beta", "0"}}}, {"test", ""}));
  const auto log = must_run(store->log("pancake", {}));
  REQUIRE(log.size() == 2);
  CHECK(log[0].knows_from);
  CHECK_FALSE(log[1].knows_from);
  CHECK(log[1].revision == 1'700'000'000'000'003);
  CHECK(log[1].action == "enable");
}

TEST_CASE("definitions keep their place in Redis whoever writes them") {
  RedisServer server;
  const auto store = must(open_store(server.url()));
  const std::vector<Write> writes{{Define{feature(FeatureKind::flag, "zeta", 1, "true")}},
                                  {Define{feature(FeatureKind::flag, "alpha", 1, "true")}}};
  must_run(store->apply("pancake", writes, {"test", ""}));
  must_run(store->apply("pancake", {Write{Define{feature(FeatureKind::flag, "zeta", 0, "false")}}},
                        {"test", ""}));
  const auto definitions = must_run(store->read_definitions("pancake"));
  REQUIRE(definitions.size() == 2);
  CHECK(definitions[0].name == "zeta");
  CHECK(definitions[0].fallback->text == "false");
}

TEST_CASE("a key of another type is named by its type, and a write replaces it") {
  RedisServer server;
  const auto store = must(open_store(server.url()));
  server.command("RPUSH FLAG:pancake:BETA x y");
  server.command("HSET SWITCH:pancake:TEA f v");
  server.command("SADD FLAG:pancake:k:user:DARK_MODE:1 m");
  server.command("SET PANCAKE:DEFINITIONS:pancake string");
  const auto state = must_run(store->read(sample_extension()));
  CHECK(state.flags.at("BETA") == StoredValue{"list", true});
  CHECK(state.switches.at("TEA") == StoredValue{"hash", true});
  REQUIRE(state.overrides.size() == 1);
  CHECK(state.overrides[0].value == StoredValue{"set", true});
  CHECK(state.problems.size() == 1);
  CHECK(must(join(sample_extension(), state)).problems.size() == 4);

  const std::vector<std::pair<std::string, std::string>> ids{{"user", "1"}};
  const auto part = must_run(store->read_for(sample_extension(), ids));
  CHECK(part.flags.at("BETA") == StoredValue{"list", true});
  CHECK(part.overrides.size() == 1);
  CHECK(part.samples.empty());

  must_run(
      store->apply("pancake", {Write{SetState{FeatureKind::flag, "beta", "1"}}}, Author{"test"}));
  CHECK(must_run(store->read(sample_extension())).flags.at("BETA") == StoredValue{"1"});
}

TEST_CASE("thousands of overrides and foreign keys are read whole") {
  RedisServer server;
  const auto store = must(open_store(server.url()));
  for (int chunk = 0; chunk < 25; ++chunk) {
    RedisCommand mset{"MSET"};
    for (int i = 0; i < 1000; ++i) {
      const auto id = std::to_string(chunk * 1000 + i);
      mset.insert(mset.end(), {"FLAG:pancake:k:user:BETA:" + id, "1", "FLAG:foreign:" + id, "x"});
    }
    server.command(mset);
  }
  CHECK(must_run(store->read(sample_extension())).overrides.size() == 25000);
}

TEST_CASE("an extension's name means itself in patterns") {
  RedisServer server;
  const auto store = must(open_store(server.url()));
  for (const std::string name : {"a*", "a[b]", "a?", "a\\", "a"}) {
    must_run(store->apply(name, {Write{SetState{FeatureKind::flag, name, "1"}}}, Author{"test"}));
  }
  for (const std::string name : {"a*", "a[b]", "a?", "a\\", "a"}) {
    CAPTURE(name);
    CHECK(must_run(store->read(empty_extension(name))).flags.size() == 1);
  }
}

TEST_CASE("passwords, users and databases are used, and wrong ones named") {
  RedisServer server({"--requirepass", "s3cret"});
  const auto address = server.url().substr(8);
  const auto read = [&](const std::string& url) {
    const auto store = must(open_store(url));
    return run(store->read(sample_extension()));
  };
  CHECK(read("redis://:s3cret@" + address + "/3"));
  CHECK(read("redis://default:s3cret@" + address));
  for (const auto& credentials : {"", ":wr0ng@", "nobody:s3cret@"}) {
    const auto refused = read("redis://" + std::string(credentials) + address);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::store_refused);
    CHECK(refused.error().message.find("wr0ng") == std::string::npos);
  }
  CHECK(read("redis://:s3cret@" + address + "/99").error().code == ErrorCode::store_refused);
}

TEST_CASE("a Redis that takes no writes is named, and what is there is still read") {
  RedisServer server;
  const auto store = must(open_store(server.url()));
  server.command("SET FLAG:pancake:BETA 1");
  server.command("REPLICAOF 127.0.0.1 1");
  const auto refused =
      run(store->apply("pancake", {Write{SetOverride{"beta", "user", "1", true}}}, Author{"test"}));
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == ErrorCode::store_refused);
  CHECK(refused.error().message.find("read-only replica") != std::string::npos);
  CHECK(server.command("DBSIZE").number == 1);
  CHECK(must_run(store->read(sample_extension())).flags.size() == 1);
}

TEST_CASE("a Redis that is not there, or is none, is named") {
  RedisServer server;
  server.kill();
  const auto store = must(open_store(server.url()));
  const auto gone = run(store->read(sample_extension()));
  REQUIRE_FALSE(gone);
  CHECK(gone.error().code == ErrorCode::store_unreachable);
  CHECK(gone.error().message == server.url() + "/0: cannot connect: Connection refused");
}

}  // namespace pancake
