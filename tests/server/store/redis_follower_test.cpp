#include <boost/asio/detached.hpp>
#include <iostream>
#include <thread>

#include "following.h"
#include "redis_server.h"
#include "sample_extension.h"
#include "store/store.h"

namespace pancake {

using test::feature;
using test::Following;
using test::must;
using test::must_run;
using test::RedisServer;
using test::sample_extension;

namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

double milliseconds_since(Clock::time_point before) {
  return std::chrono::duration<double, std::milli>(Clock::now() - before).count();
}

}  // namespace

TEST_CASE("plain Redis commands of somebody else are followed") {
  RedisServer server;
  const auto store = must(open_store(server.url()));
  Following following(*store);
  auto state = must(following.next());
  CHECK(state.flags.empty());
  const auto next = [&] {
    auto later = must(following.next());
    CHECK(later.revision > state.revision);
    state = std::move(later);
  };

  server.command("SET FLAG:pancake:BETA 1");
  next();
  CHECK(state.flags.at("BETA").text == "1");
  server.command("SET FLAG:pancake:k:user:BETA:7 0");
  next();
  CHECK(state.overrides.size() == 1);
  server.command("DEL FLAG:pancake:BETA");
  next();
  CHECK(state.flags.empty());
  server.command("RPUSH SWITCH:pancake:TEA x");
  next();
  CHECK(state.switches.at("TEA") == StoredValue{"list", true});
  server.command("MSET SWITCH:pancake:TEA 1 SAMPLE:pancake:ODDS 5");
  next();
  CHECK(state.switches.at("TEA").text == "1");
  CHECK(state.samples.at("ODDS").text == "5");
  // Neither a foreign key nor a value that stays the same is a change.
  server.command("SET FLAG:other:BETA 1");
  server.command("SET SAMPLE:pancake:ODDS 5");
  must_run(store->apply("pancake", {Write{Define{feature(FeatureKind::flag, "new", 1, "true")}}},
                        Author{"test"}));
  next();
  REQUIRE(state.definitions.size() == 1);
  CHECK(state.definitions[0].name == "new");
  server.command("PEXPIRE SAMPLE:pancake:ODDS 20");
  next();
  CHECK(state.samples.empty());
  server.command("FLUSHALL");
  next();
  CHECK(state.definitions.empty());
  CHECK(state.overrides.empty());
}

TEST_CASE("a group's set and value, written together, are never seen apart") {
  RedisServer server;
  const auto store = must(open_store(server.url()));
  Following following(*store);
  must(following.next());
  for (int i = 0; i < 50; ++i) {
    const auto id = std::to_string(i);
    must_run(
        store->apply("pancake", {Write{SetOverride{"fresh", "user", id, true}}}, Author{"test"}));
    const auto state = must(following.next());
    CHECK(state.overrides.size() == static_cast<std::size_t>(i) + 1);
  }
}

TEST_CASE("a Redis that is gone is an error at once, and followed again when it is back") {
  RedisServer server;
  const auto store = must(open_store(server.url()));
  Following following(*store);
  server.command("SET FLAG:pancake:BETA 1");
  const auto before = must(following.next());
  server.kill();
  const auto gone = following.next();
  REQUIRE_FALSE(gone);
  CHECK(gone.error().code == ErrorCode::store_unreachable);
  CHECK_FALSE(following.next());
  server.start();
  server.command("SET FLAG:pancake:BETA 0");
  const auto after = must(following.next());
  CHECK(after.flags.at("BETA").text == "0");
  CHECK(after.revision > before.revision);
  server.command("SET FLAG:pancake:BETA 1");
  CHECK(must(following.next()).flags.at("BETA").text == "1");
}

TEST_CASE("a Redis that hangs is noticed within seconds") {
  RedisServer server;
  const auto store = must(open_store(server.url()));
  Following following(*store);
  must(following.next());
  server.pause();
  const auto since = Clock::now();
  const auto silent = following.next();
  const auto took = milliseconds_since(since);
  server.resume();
  REQUIRE_FALSE(silent);
  CHECK(silent.error().code == ErrorCode::store_unreachable);
  std::cout << "redis: a server that hangs is noticed after " << took << " ms\n";
  CHECK(took < 10000);
  server.command("SET FLAG:pancake:BETA 1");
  CHECK(must(following.next()).flags.at("BETA").text == "1");
}

TEST_CASE("when either of the two connections is lost, following starts anew") {
  RedisServer server;
  const auto store = must(open_store(server.url()));
  const auto type = GENERATE("pubsub", "normal");
  Following following(*store);
  must(following.next());
  server.command("CLIENT KILL TYPE " + std::string(type));
  CHECK_FALSE(following.next());
  server.command("SET FLAG:pancake:BETA 1");
  CHECK(must(following.next()).flags.at("BETA").text == "1");
}

TEST_CASE("a follower that waits can be dropped with all that it waits for") {
  RedisServer server;
  const bool in_redis = GENERATE(true, false);
  const auto store = must(open_store(in_redis ? server.url() : "memory:"));
  const auto follow_on = [](Store& from) -> asio::awaitable<void> {
    const auto follower = from.follow(sample_extension());
    for (;;) {
      const auto state = co_await follower->next();
      if (!state) FAIL(state.error().message);
    }
  };
  asio::io_context context;
  asio::co_spawn(context, follow_on(*store), asio::detached);
  context.run_for(50ms);
}

TEST_CASE("what changes while everything is read is not missed") {
  RedisServer server;
  const auto store = must(open_store(server.url()));
  std::jthread writer([&server](const std::stop_token& stop) {
    for (int i = 0; !stop.stop_requested(); ++i) {
      server.command("SET SAMPLE:pancake:ODDS " + std::to_string(i % 100));
    }
    server.command("SET SAMPLE:pancake:ODDS 100");
  });
  Following following(*store);
  auto state = must(following.next());
  for (int i = 0; i < 50; ++i) {
    const auto revision = state.revision;
    state = must(following.next());
    CHECK(state.revision > revision);
  }
  writer.request_stop();
  while (state.samples["ODDS"].text != "100") state = must(following.next());
}

}  // namespace pancake
