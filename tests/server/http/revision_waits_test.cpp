#include "serve/revision_waits.h"

#include <catch.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <thread>

#include "soon.h"
#include "test_site.h"

namespace pancake {
namespace {

using namespace std::chrono_literals;

/// An extension, those who wait for it, and a thread on which they do.
class Waiting {
 public:
  Waiting() : thread_([this] { io_.run(); }) {}
  Waiting(const Waiting&) = delete;
  Waiting& operator=(const Waiting&) = delete;
  ~Waiting() {
    work_.reset();
    io_.stop();
    thread_.join();
  }

  void publish(std::uint64_t revision) {
    StoredState stored;
    stored.revision = revision;
    extension_.publish(publishable(join(extension_.definition(), stored).value(), nullptr).value());
  }

  /// Somebody who waits: what came of it, once it did.
  std::shared_ptr<std::atomic<int>> reach(std::uint64_t revision, std::chrono::milliseconds limit) {
    auto outcome = std::make_shared<std::atomic<int>>(-1);
    boost::asio::co_spawn(
        io_.get_executor(), waits_.reach(revision, limit),
        [outcome](const std::exception_ptr&, bool reached) { *outcome = reached ? 1 : 0; });
    return outcome;
  }

  /// Whether everybody who came before this is waiting by now.
  void settle() {
    std::atomic<bool> ran = false;
    boost::asio::post(io_, [&] { ran = true; });
    REQUIRE(soon([&] { return ran.load(); }));
  }

 private:
  PublishedExtension extension_{empty_extension("pancake")};
  RevisionWaits waits_{extension_};
  boost::asio::io_context io_{1};  // throws away those who still wait before what they wait for
  boost::asio::executor_work_guard<Executor> work_{io_.get_executor()};
  std::thread thread_;
};

constexpr auto for_long = 1h;

}  // namespace

TEST_CASE("a revision that is there is not waited for") {
  Waiting waiting;
  waiting.publish(5);
  const auto present = waiting.reach(5, 0ms);
  const auto past = waiting.reach(4, 0ms);
  CHECK(soon([&] { return *present == 1 && *past == 1; }));
}

TEST_CASE("whoever waits goes on with the revision or a later one, and with none before") {
  Waiting waiting;
  const auto five = waiting.reach(5, for_long);
  const auto seven = waiting.reach(7, for_long);
  const auto nine = waiting.reach(9, for_long);
  waiting.settle();
  waiting.publish(4);
  waiting.settle();
  CHECK(*five == -1);
  waiting.publish(7);
  CHECK(soon([&] { return *five == 1 && *seven == 1; }));
  CHECK(*nine == -1);
}

TEST_CASE("a revision that does not come in time is not reached") {
  Waiting waiting;
  waiting.publish(1);
  const auto outcome = waiting.reach(2, 1ms);
  CHECK(soon([&] { return *outcome == 0; }));
}

TEST_CASE("whoever is thrown away while waiting is not woken") {
  auto waiting = std::make_unique<Waiting>();
  const auto outcome = waiting->reach(2, for_long);
  waiting->settle();
  waiting.reset();
  CHECK(*outcome == -1);
}

TEST_CASE("a thousand that wait are woken from another thread, each once") {
  Waiting waiting;
  std::vector<std::shared_ptr<std::atomic<int>>> outcomes;
  for (std::uint64_t count = 0; count < 1000; ++count) {
    outcomes.push_back(waiting.reach(1 + count % 10, for_long));
    if (count % 100 == 50) waiting.publish(1 + count / 100);
  }
  waiting.publish(10);
  CHECK(soon(
      [&] { return std::ranges::all_of(outcomes, [](const auto& each) { return *each == 1; }); }));
}

}  // namespace pancake
