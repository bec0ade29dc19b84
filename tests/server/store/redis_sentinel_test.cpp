#include <sys/wait.h>

#include <chrono>
#include <csignal>
#include <fstream>
#include <functional>
#include <thread>

#include "following.h"
#include "redis_server.h"
#include "store/store.h"

namespace pancake {

using test::Following;
using test::must;
using test::RedisServer;
using test::run;
using test::TemporaryFolder;

namespace {

using namespace std::chrono_literals;

/// Asks again until it is so; the test ends if that takes a minute.
void wait_until(const std::string& what, const std::function<bool()>& is_so) {
  const auto end = std::chrono::steady_clock::now() + 60s;
  while (!is_so()) {
    if (std::chrono::steady_clock::now() > end) FAIL("it never came true that " << what);
    std::this_thread::sleep_for(20ms);
  }
}

/// A redis-sentinel that watches one master and fails over after a second.
class Sentinel {
 public:
  explicit Sentinel(unsigned master_port) : port_(test::free_port()) {
    const auto configuration = folder_.file("sentinel.conf");
    std::ofstream(configuration) << "port " << port_ << "\nbind 127.0.0.1\ndir "
                                 << folder_.path().string() << "\nsentinel monitor flags 127.0.0.1 "
                                 << master_port
                                 << " 1\nsentinel down-after-milliseconds flags 1000\n"
                                    "sentinel failover-timeout flags 3000\n";
    process_ =
        test::start_process({"redis-server", configuration, "--sentinel"}, folder_.file("log"));
  }
  Sentinel(const Sentinel&) = delete;
  Sentinel& operator=(const Sentinel&) = delete;
  ~Sentinel() {
    ::kill(process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
  }

  [[nodiscard]] unsigned port() const { return port_; }

  /// Whether it knows a replica that could take over.
  bool is_ready() {
    RedisUrl url;
    url.address = {"127.0.0.1", static_cast<std::uint16_t>(port_)};
    const auto ask = [&]() -> boost::asio::awaitable<Result<RedisReply>> {
      const auto connection = co_await RedisConnection::connect(url, url.address);
      if (!connection) co_return tl::unexpected(connection.error());
      const RedisCommand replicas{"SENTINEL", "REPLICAS", "flags"};
      co_return co_await (*connection)->command(replicas);
    };
    const auto reply = run(ask());
    if (!reply || reply->list.size() != 1) return false;
    const auto& fields = reply->list.front().list;
    for (std::size_t i = 0; i + 1 < fields.size(); i += 2) {
      if (fields[i].text == "master-link-status") return fields[i + 1].text == "ok";
    }
    return false;
  }

 private:
  TemporaryFolder folder_;
  unsigned port_;
  pid_t process_ = -1;
};

/// Empty where the connection ends: a Sentinel ends those of whom it gives another part.
std::string role(RedisServer& server) {
  const auto reply = server.try_command("ROLE");
  return reply ? reply->list.front().text : "";
}

/// A master, its replica, a Sentinel, and a store that knows the last alone.
struct Group {
  Group() {
    wait_until("the Sentinel knows the replica", [this] { return sentinel.is_ready(); });
    store = must(open_store(url()));
  }
  /// One Sentinel of the list is not there.
  [[nodiscard]] std::string url() const {
    return "redis+sentinel://127.0.0.1:1,127.0.0.1:" + std::to_string(sentinel.port()) + "/flags";
  }
  Result<std::uint64_t> write(const std::string& text) {
    const std::vector<Write> writes{{SetState{FeatureKind::sample, "Odds", text}, std::nullopt}};
    auto done = run(store->apply("pancake", writes, {"test", ""}));
    if (!done) return tl::unexpected(done.error());
    return std::uint64_t{0};
  }

  RedisServer master{{"--repl-diskless-sync-delay", "0"}};
  RedisServer replica{{"--repl-diskless-sync-delay", "0", "--replicaof", "127.0.0.1",
                       std::to_string(master.port())}};
  Sentinel sentinel{master.port()};
  std::unique_ptr<Store> store;
};

/// The next state that says this, over any number of errors, in rising revisions.
StoredState follow_until(Following& following, const std::string& text, std::uint64_t& revision) {
  StoredState state;
  wait_until("the follower sees " + text, [&] {
    auto next = following.next();
    if (!next) return false;
    CHECK(next->revision > revision);
    revision = next->revision;
    state = std::move(*next);
    const auto odds = state.samples.find("ODDS");
    return odds != state.samples.end() && odds->second.text == text;
  });
  return state;
}

}  // namespace

TEST_CASE("Sentinel leads to the new master, for the follower and for single calls") {
  const bool killed = GENERATE(true, false);
  CAPTURE(killed);
  Group group;
  Following following(*group.store);
  std::uint64_t revision = 0;
  must(group.write("1"));
  const auto before = follow_until(following, "1", revision);
  CHECK(group.master.command("GET SAMPLE:pancake:ODDS").text == "1");

  if (killed) {
    group.master.kill();
  } else {
    group.master.pause();
  }
  wait_until("the replica is the master", [&] { return role(group.replica) == "master"; });
  wait_until("a write succeeds", [&] { return group.write("2").has_value(); });
  CHECK(group.replica.command("GET SAMPLE:pancake:ODDS").text == "2");
  const auto after = follow_until(following, "2", revision);
  CHECK(after.lineage != before.lineage);
  CHECK(after.log_position > before.log_position);
  if (killed) return;

  // The old master comes back, and must not be believed.
  group.master.resume();
  wait_until("a write succeeds again", [&] { return group.write("3").has_value(); });
  follow_until(following, "3", revision);
  wait_until("the old master is a replica", [&] { return role(group.master) == "slave"; });
  wait_until("a write succeeds at last", [&] { return group.write("4").has_value(); });
  follow_until(following, "4", revision);
  CHECK(group.replica.command("GET SAMPLE:pancake:ODDS").text == "4");
}

TEST_CASE("a master that no Sentinel knows is named") {
  Group group;
  const auto url = group.url();
  const auto store = must(open_store(url.substr(0, url.rfind('/')) + "/others"));
  const auto refused = run(store->log("pancake", {}));
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == ErrorCode::store_refused);
  CHECK(refused.error().message.find("knows no master of that name") != std::string::npos);
}

}  // namespace pancake
