#include "http/event_streams.h"

#include <catch.h>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <future>
#include <thread>

#include "raw_client.h"

namespace pancake {
namespace {

namespace asio = boost::asio;
using tcp = asio::ip::tcp;

/// One thread with its event streams, and clients that subscribe without any request.
class Streams {
 public:
  explicit Streams(const std::string& topic, const Limits& limits = {})
      : topic_(topic), streams_(context_, hub_, limits, metrics_) {
    acceptor_.open(tcp::v4());
    acceptor_.bind(tcp::endpoint(asio::ip::address_v4::loopback(), 0));
    acceptor_.listen();
    thread_ = std::thread([this] { context_.run(); });
  }
  ~Streams() {
    on_thread([this] { streams_.drain(); });
    work_.reset();
    thread_.join();
  }
  Streams(const Streams&) = delete;
  Streams& operator=(const Streams&) = delete;

  void publish(std::uint64_t revision) { hub_.publish(topic_, revision); }
  std::string newest() { return hub_.newest(0)->text; }

  std::unique_ptr<RawClient> connect(std::uint64_t awaited) {
    auto client = std::make_unique<RawClient>("127.0.0.1:" +
                                              std::to_string(acceptor_.local_endpoint().port()));
    Socket socket(context_.get_executor());
    acceptor_.accept(socket);
    on_thread([&] {
      streams_.adopt(ClientStream(PlainStream(std::move(socket))), hub_.number_of(topic_), awaited);
    });
    return client;
  }

  /// Waits until as many clients have left.
  void wait_for_leaving(std::uint64_t clients) {
    while (metrics_.streams_closed.value() < clients) std::this_thread::yield();
  }

  void on_thread(const std::function<void()>& action) {
    std::promise<void> done;
    asio::post(context_, [&] {
      action();
      done.set_value();
    });
    done.get_future().wait();
  }

 private:
  std::string topic_;
  RequestMetrics metrics_;
  EventHub hub_;
  asio::io_context context_{1};
  asio::executor_work_guard<Executor> work_{context_.get_executor()};
  EventStreams streams_;
  asio::io_context accepting_{1};
  tcp::acceptor acceptor_{accepting_};
  std::thread thread_;
};

}  // namespace

TEST_CASE("an event says extension and revision, and an older one is never said") {
  EventHub hub;
  CHECK(hub.newest(hub.number_of("a\"b")) == nullptr);
  hub.publish("a\"b", 7);
  CHECK(
      hub.newest(0)->text ==
      "id: 7\ndata: {\"type\":\"refetchEvaluation\",\"extension\":\"a\\\"b\",\"revision\":7}\n\n");
  hub.publish("a\"b", 6);
  CHECK(hub.newest(0)->revision == 7);
}

TEST_CASE("a client is sent what is newer than what it has, and nothing twice") {
  Streams streams("x");
  streams.publish(3);
  const auto behind = streams.connect(3);
  const auto up_to_date = streams.connect(4);
  CHECK(behind->receive_until("\n\n") == streams.newest());
  streams.publish(4);
  CHECK(behind->receive_until("\n\n") == streams.newest());
  CHECK(up_to_date->receive_until("\n\n") == streams.newest());
}

TEST_CASE("a client that came before anything was read hears of revision 0 too") {
  Streams streams("x");
  const auto client = streams.connect(0);
  streams.publish(0);
  CHECK(client->receive_until("\n\n") == streams.newest());
}

TEST_CASE("a client that hears nothing new is sent comments") {
  Limits limits;
  limits.heartbeat = std::chrono::milliseconds(20);
  Streams streams("x", limits);
  const auto client = streams.connect(0);
  CHECK(client->receive_until("\n\n") == ":\n\n");
  CHECK(client->receive_until("\n\n") == ":\n\n");
}

TEST_CASE("a client that does not read is dropped, while others go on and skip to the newest") {
  Limits limits;
  limits.write = std::chrono::milliseconds(1000);
  // One event is more than sockets hold.
  Streams streams(std::string(400'000, 'x'), limits);
  const auto deaf = streams.connect(0);
  const auto client = streams.connect(0);
  streams.publish(1);
  CHECK(client->receive_until("\n\n") == streams.newest());
  streams.wait_for_leaving(1);
  for (std::uint64_t revision = 2; revision <= 5; ++revision) streams.publish(revision);
  std::string heard;
  while (!heard.starts_with("id: 5\n")) heard = client->receive_until("\n\n");
  CHECK(heard == streams.newest());
}

TEST_CASE("a client that leaves, half-closes or talks too much is let go") {
  Streams streams("x");
  streams.connect(0).reset();
  streams.wait_for_leaving(1);
  const auto half_closed = streams.connect(0);
  half_closed->shut_down_sending();
  streams.wait_for_leaving(2);
  CHECK(half_closed->closed());
  const auto talking = streams.connect(0);
  talking->send(std::string(100'000, 'x'));
  streams.wait_for_leaving(3);
}

TEST_CASE("an event stream takes less than a kilobyte") { CHECK(sizeof(EventStream) <= 256); }

}  // namespace pancake
