#include <catch.h>

#include <thread>

#include "raw_client.h"
#include "serve/server.h"

namespace pancake {
namespace {

/// A server on a free port with an empty memory store.
class Running {
 public:
  explicit Running(const Limits& limits = {}, unsigned threads = 1,
                   std::size_t snapshot_bytes = 0) {
    ExtensionDefinition extension = empty_extension("pancake");
    extension.features = {client_feature(FeatureKind::switch_, "W", 1),
                          client_feature(FeatureKind::flag, std::string(snapshot_bytes, 'F'), 0)};
    ServeOptions options = options_with({extension});
    options.threads = threads;
    store_ = *open_store("memory:");
    server_ = *Server::start(options, *store_, limits);
    while (RawClient(address()).ask("/readyz").status != 200) {
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
  }
  [[nodiscard]] const std::string& address() const { return server_->addresses().front(); }
  Server& server() { return *server_; }

 private:
  std::unique_ptr<Store> store_;
  std::unique_ptr<Server> server_;
};

std::string get(const std::string& target, const std::string& fields = "") {
  return "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n";
}

/// More than a socket takes at once.
constexpr std::size_t large = 1'500'000;

Limits short_limits() {
  Limits limits;
  limits.first_byte = std::chrono::milliseconds(300);
  limits.request = std::chrono::milliseconds(300);
  limits.idle = std::chrono::milliseconds(300);
  return limits;
}

}  // namespace

TEST_CASE("one connection answers many requests, in their order when pipelined") {
  const Running running;
  RawClient client(running.address());
  client.send(get("/healthz"));
  CHECK(client.receive().body == "{\"status\":\"ok\"}\n");
  std::string many;
  for (int round = 0; round < 100; ++round) many += get("/healthz") + get("/nowhere");
  client.send(many);
  for (int round = 0; round < 100; ++round) {
    CHECK(client.receive().status == 200);
    CHECK(client.receive().status == 404);
  }
  client.send(get("/healthz", "Connection: close\r\n"));
  CHECK(client.receive().field("Connection") == "close");
  CHECK(client.closed());
}

TEST_CASE("large answers are sent whole, also pipelined and to a slow reader") {
  const Running running({}, 1, large);
  RawClient client(running.address());
  for (int round = 0; round < 5; ++round) {
    client.send(get("/snapshot/pancake", "Accept: application/json\r\n"));
    client.send(get("/healthz"));
  }
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  for (int round = 0; round < 5; ++round) {
    const auto answer = client.receive();
    CHECK(answer.status == 200);
    CHECK(answer.body.size() > 1'000'000);
    CHECK(answer.body.back() == '\n');
    CHECK(client.receive().body == "{\"status\":\"ok\"}\n");
  }
}

TEST_CASE("HEAD says what GET would, without the body") {
  const Running running;
  RawClient client(running.address());
  client.send("HEAD /healthz HTTP/1.1\r\nHost: a\r\n\r\n" + get("/healthz"));
  const auto head = client.receive(false);
  CHECK(head.status == 200);
  CHECK(head.field("Content-Length") == "16");
  CHECK(client.receive().body == "{\"status\":\"ok\"}\n");
}

TEST_CASE("a known snapshot is answered with 304 and the connection goes on") {
  const Running running;
  RawClient client(running.address());
  client.send(get("/snapshot/pancake"));
  const std::string etag = client.receive().field("ETag");
  client.send(get("/snapshot/pancake", "If-None-Match: " + etag + "\r\n") + get("/healthz"));
  const auto known = client.receive();
  CHECK(known.status == 304);
  CHECK(known.field("Content-Length").empty());
  CHECK(client.receive().status == 200);
}

TEST_CASE("bodies are read past, so that the next request is found") {
  const Running running;
  RawClient client(running.address());
  const std::string body(60'000, 'x');
  client.send("POST /status HTTP/1.1\r\nHost: a\r\nContent-Length: 60000\r\n\r\n" + body +
              get("/healthz"));
  CHECK(client.receive().status == 405);
  CHECK(client.receive().status == 200);
  client.send(
      "POST /status HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
  CHECK(client.receive(false).status == 100);
  client.send("abc");
  CHECK(client.receive().status == 405);
}

TEST_CASE("a refused request is answered, and the connection closed") {
  const Running running;
  const std::vector<std::pair<unsigned, std::string>> table{
      {400, "GET / HTTP/1.1\r\n\r\n" + get("/healthz")},
      {400,
       "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n"},
      {501, "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n"},
      {431, get("/healthz", "X: " + std::string(40'000, 'x') + "\r\n")},
      {413,
       "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 70000\r\n\r\n" + std::string(70'000, 'x')},
      {400, "\x16\x03\x01\r\n\r\n"}};
  for (const auto& [status, request] : table) {
    RawClient client(running.address());
    client.send(request);
    const auto answer = client.receive();
    CHECK(answer.status == status);
    CHECK(answer.field("Connection") == "close");
    CHECK(client.rest().empty());
  }
}

TEST_CASE("a request that does not come to its end in time is answered with 408") {
  const Running running(short_limits());
  RawClient client(running.address());
  const auto start = std::chrono::steady_clock::now();
  std::string slow = get("/healthz");
  client.send(slow.substr(0, 10));
  std::this_thread::sleep_for(std::chrono::milliseconds(150));
  client.send(slow.substr(10, 5));  // a further byte gives no further time
  CHECK(client.receive().status == 408);
  CHECK(client.closed());
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(3));
}

TEST_CASE("a connection without a request is closed without a word") {
  const Running running(short_limits());
  RawClient silent(running.address());
  CHECK(silent.rest().empty());
  RawClient idle(running.address());
  idle.send(get("/healthz"));
  CHECK(idle.receive().status == 200);
  CHECK(idle.rest().empty());
}

TEST_CASE("a peer that half-closes still gets its answers") {
  const Running running;
  RawClient client(running.address());
  client.send(get("/healthz") + get("/snapshot/pancake"));
  client.shut_down_sending();
  CHECK(client.receive().status == 200);
  CHECK(client.receive().status == 200);
  CHECK(client.closed());
}

TEST_CASE("many connections are answered by several threads") {
  const Running running({}, 3);
  std::vector<std::unique_ptr<RawClient>> clients;
  clients.reserve(50);
  for (int number = 0; number < 50; ++number) {
    clients.push_back(std::make_unique<RawClient>(running.address()));
  }
  for (int round = 0; round < 5; ++round) {
    for (const auto& client : clients) client->send(get("/healthz"));
    for (const auto& client : clients) CHECK(client->receive().status == 200);
  }
}

TEST_CASE("a stopping server answers what is in flight, closes what is idle, accepts no more") {
  Running running({}, 1, large);
  RawClient idle(running.address());
  idle.send(get("/healthz"));
  CHECK(idle.receive().status == 200);
  RawClient in_flight(running.address());
  const std::string request = get("/healthz");
  in_flight.send(request.substr(0, 20));
  RawClient reading(running.address());
  reading.send(get("/snapshot/pancake", "Accept: application/json\r\n"));
  std::this_thread::sleep_for(std::chrono::milliseconds(100));

  std::thread stopping([&] { running.server().stop(); });
  CHECK(idle.closed());
  CHECK_THROWS(RawClient(running.address()));
  in_flight.send(request.substr(20));
  const auto answer = in_flight.receive();
  CHECK(answer.status == 200);
  CHECK(answer.field("Connection") == "close");
  CHECK(reading.receive().body.size() > 1'000'000);
  CHECK(in_flight.closed());
  CHECK(reading.closed());
  stopping.join();
}

TEST_CASE("a stopping server waits for nobody beyond its limit") {
  Limits limits;
  limits.drain = std::chrono::milliseconds(300);
  Running running(limits, 1, large);
  RawClient never_done(running.address());
  never_done.send("GET /healthz");
  RawClient never_reading(running.address());
  for (int round = 0; round < 20; ++round) {
    never_reading.send(get("/snapshot/pancake", "Accept: application/json\r\n"));
  }
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  const auto start = std::chrono::steady_clock::now();
  running.server().stop();
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(5));
}

TEST_CASE("a server refuses to start where it could not serve rightly") {
  const auto store = *open_store("memory:");
  ServeOptions options = options_with({empty_extension("pancake")});
  options.listen = {"127.0.0.1:x"};
  CHECK(!Server::start(options, *store).has_value());
  options.listen = {"127.0.0.1:0"};
  options.definitions.extensions[0].cookie.format = CookieFormat::flask_pancake;
  const auto without_secret = Server::start(options, *store);
  REQUIRE(!without_secret.has_value());
  CHECK(without_secret.error().message.find("--secret-file") != std::string::npos);

  options.definitions.extensions[0].cookie.format = CookieFormat::visitor;
  options.static_dir = "/nonexistent";
  CHECK(!Server::start(options, *store).has_value());
  options.static_dir.reset();
  const Running running;
  options.listen = {running.address()};
  const auto in_use = Server::start(options, *store);
  REQUIRE(!in_use.has_value());
  CHECK(in_use.error().message.find("cannot listen on") == 0);
}

}  // namespace pancake
