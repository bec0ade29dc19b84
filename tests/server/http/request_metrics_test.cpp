#include <catch.h>

#include "metrics/families.h"

namespace pancake {
namespace {

using std::chrono::microseconds;
using Workers = std::vector<std::unique_ptr<WorkerMetrics>>;

Workers two_workers() {
  Workers workers;
  for (int worker = 0; worker < 2; ++worker) {
    workers.push_back(std::make_unique<WorkerMetrics>(2, 1));
  }
  return workers;
}

std::string text_of(const Workers& workers) {
  Families families;
  add_request_families(families, workers, {"/a", "/b"});
  return exposition(families);
}

bool has(const std::string& text, const std::string& line) {
  return text.find("\n" + line + "\n") != std::string::npos;
}

}  // namespace

TEST_CASE("what the threads counted is added up, by route and code") {
  const auto workers = two_workers();
  workers[0]->requests.answered(0, 200, microseconds(30));
  workers[1]->requests.answered(0, 200, microseconds(30));
  workers[1]->requests.answered(0, 304, microseconds(30));
  workers[1]->requests.answered(workers[1]->requests.no_route(), 404, microseconds(1));
  workers[0]->requests.refused(431);
  workers[0]->requests.refused(0);
  const auto text = text_of(workers);
  CHECK(has(text, "pancake_http_requests_total{route=\"/a\",code=\"200\"} 2"));
  CHECK(has(text, "pancake_http_requests_total{route=\"/a\",code=\"304\"} 1"));
  CHECK(has(text, "pancake_http_requests_total{route=\"(none)\",code=\"404\"} 1"));
  CHECK(has(text, "pancake_http_requests_total{route=\"(refused)\",code=\"431\"} 1"));
  CHECK(text.find("/b") == std::string::npos);
}

TEST_CASE("a time falls into the first bucket that holds it, and all above") {
  const auto workers = two_workers();
  workers[0]->requests.answered(1, 200, microseconds(25));
  workers[0]->requests.answered(1, 200, microseconds(26));
  workers[1]->requests.answered(1, 200, std::chrono::seconds(60));
  const auto text = text_of(workers);
  const std::string bucket = "pancake_http_request_duration_seconds_bucket{route=\"/b\",le=";
  CHECK(text.find(bucket + "\"2.5e-05\"} 1\n") != std::string::npos);
  CHECK(has(text, bucket + "\"5e-05\"} 2"));
  CHECK(has(text, bucket + "\"10\"} 2"));
  CHECK(has(text, bucket + "\"+Inf\"} 3"));
  CHECK(has(text, "pancake_http_request_duration_seconds_count{route=\"/b\"} 3"));
}

TEST_CASE("connections and streams that are open are those begun and not ended") {
  const auto workers = two_workers();
  workers[0]->requests.connections_opened.add(3);
  workers[1]->requests.connections_opened.add(2);
  workers[0]->requests.connections_closed.add(1);
  workers[1]->requests.streams_opened.add(2);
  const auto text = text_of(workers);
  CHECK(has(text, "pancake_http_connections_total 5"));
  CHECK(has(text, "pancake_http_connections 4"));
  CHECK(has(text, "pancake_sse_clients 2"));
}

}  // namespace pancake
