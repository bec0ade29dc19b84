#include <catch.h>

#include "routes/ofrep/rate_limit.h"

namespace pancake::ofrep {

using std::chrono::milliseconds;

TEST_CASE("a peer may send so many requests a second, and as many at once") {
  RateLimit limit(3);
  auto now = RateLimit::Clock::time_point{};
  for (int request = 0; request < 3; ++request) CHECK(limit.take("a", now));
  CHECK(!limit.take("a", now));
  CHECK(!limit.take("a", now + milliseconds(330)));
  CHECK(limit.take("a", now + milliseconds(340)));
  CHECK(!limit.take("a", now + milliseconds(340)));
  now += milliseconds(10'000);
  for (int request = 0; request < 3; ++request) CHECK(limit.take("a", now));
  CHECK(!limit.take("a", now));
}

TEST_CASE("peers do not take from each other") {
  RateLimit limit(1);
  const auto now = RateLimit::Clock::time_point{};
  CHECK(limit.take("a", now));
  CHECK(limit.take("b", now));
  CHECK(!limit.take("a", now));
}

TEST_CASE("less than one request a second is a limit too") {
  RateLimit limit(0.5);
  const auto now = RateLimit::Clock::time_point{};
  CHECK(limit.take("a", now));
  CHECK(!limit.take("a", now + milliseconds(1990)));
  CHECK(limit.take("a", now + milliseconds(2010)));
}

TEST_CASE("a hundred thousand peers that went away are forgotten, one that is held back is not") {
  RateLimit limit(1);
  const auto now = RateLimit::Clock::time_point{};
  for (int peer = 0; peer < 100'000; ++peer) {
    CHECK(limit.take(std::to_string(peer), now + milliseconds(peer)));
  }
  CHECK(!limit.take("99999", now + milliseconds(100'000)));
  CHECK(limit.known_peers() <= 10'000);
}

}  // namespace pancake::ofrep
