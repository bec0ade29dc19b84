#include "identity/sessions.h"

#include <catch.h>

#include <set>

#include "identity/sign_in_attempts.h"

namespace pancake {
namespace {

using namespace std::chrono_literals;

constexpr Sessions::Time start{1h};

boost::asio::ip::address at(const char* text) { return boost::asio::ip::make_address(text); }

}  // namespace

TEST_CASE("a session is known by its id until it was idle for twelve hours") {
  Sessions sessions;
  const Sha256 token = Sha256::of("token");
  const std::string id = sessions.open(token, start);
  CHECK(id.size() == 43);
  CHECK(sessions.find(id, start + 11h) == token);
  CHECK(sessions.find(id, start + 22h + 59min) == token);
  CHECK_FALSE(sessions.find(id, start + 34h + 59min));
  CHECK_FALSE(sessions.find(id, start + 23h));
  CHECK_FALSE(sessions.find("", start));
}

TEST_CASE("a session that was closed is over") {
  Sessions sessions;
  const std::string id = sessions.open(Sha256::of("token"), start);
  const std::string other = sessions.open(Sha256::of("token"), start);
  sessions.close(id);
  CHECK_FALSE(sessions.find(id, start));
  CHECK(sessions.find(other, start));
}

TEST_CASE("sessions are bounded: the one that was idle for the longest makes room") {
  Sessions sessions;
  std::vector<std::string> ids;
  for (std::size_t count = 0; count < Sessions::most; ++count) {
    ids.push_back(sessions.open(Sha256::of("token"), start + std::chrono::seconds(count)));
  }
  const auto later = start + 1h;
  CHECK(sessions.find(ids[0], later));
  const std::string one_more = sessions.open(Sha256::of("token"), later);
  CHECK(sessions.find(ids[0], later));
  CHECK_FALSE(sessions.find(ids[1], later));
  CHECK(sessions.find(ids[2], later));
  CHECK(sessions.find(one_more, later));
}

namespace {

/// A token that somebody guesses, another for each number.
Sha256 wrong(unsigned number) { return Sha256::of("guess " + std::to_string(number)); }

}  // namespace

TEST_CASE("after ten wrong tokens an address has to wait, and no other") {
  SignInAttempts attempts;
  for (unsigned count = 0; count < SignInAttempts::most_failures; ++count) {
    CHECK_FALSE(attempts.wait(at("192.0.2.1"), wrong(1000), start));
    attempts.failed(at("192.0.2.1"), wrong(count), start);
  }
  CHECK(attempts.wait(at("192.0.2.1"), wrong(1000), start) == 5min);
  CHECK(attempts.wait(at("::ffff:192.0.2.1"), wrong(1000), start + 1s) == 4min + 59s);
  CHECK_FALSE(attempts.wait(at("192.0.2.2"), wrong(1000), start));
  CHECK_FALSE(attempts.wait(at("192.0.2.1"), wrong(1000), start + 5min));
  attempts.failed(at("192.0.2.1"), wrong(0), start + 5min);
  CHECK_FALSE(attempts.wait(at("192.0.2.1"), wrong(1000), start + 5min));
}

TEST_CASE("whoever goes on with one wrong token shuts nobody out") {
  SignInAttempts attempts;
  for (unsigned count = 0; count < 1000; ++count) attempts.failed(at("192.0.2.1"), wrong(1), start);
  CHECK_FALSE(attempts.wait(at("192.0.2.1"), wrong(1000), start));
}

TEST_CASE("a token that was right at an address before goes on working there, and only there") {
  SignInAttempts attempts;
  const auto right = Sha256::of("right");
  attempts.succeeded(at("192.0.2.1"), right, start);
  for (unsigned count = 0; count < SignInAttempts::most_failures; ++count) {
    attempts.failed(at("192.0.2.1"), wrong(count), start);
    attempts.failed(at("192.0.2.2"), wrong(count), start);
  }
  CHECK_FALSE(attempts.wait(at("192.0.2.1"), right, start));
  CHECK(attempts.wait(at("192.0.2.1"), wrong(0), start));
  CHECK(attempts.wait(at("192.0.2.2"), right, start));
}

TEST_CASE("all addresses of an IPv6 network are one peer") {
  SignInAttempts attempts;
  for (unsigned count = 0; count < SignInAttempts::most_failures; ++count) {
    const std::string address = "2001:db8::" + std::to_string(count + 1);
    attempts.failed(at(address.c_str()), wrong(count), start);
  }
  CHECK(attempts.wait(at("2001:db8::ffff:1"), wrong(1000), start));
  CHECK_FALSE(attempts.wait(at("2001:db8:0:1::1"), wrong(1000), start));
}

TEST_CASE("a sign-in forgives the wrong tokens before") {
  SignInAttempts attempts;
  for (unsigned count = 0; count + 1 < SignInAttempts::most_failures; ++count) {
    attempts.failed(at("192.0.2.1"), wrong(count), start);
  }
  attempts.forgive(at("192.0.2.1"));
  attempts.failed(at("192.0.2.1"), wrong(100), start);
  CHECK_FALSE(attempts.wait(at("192.0.2.1"), wrong(1000), start));
}

TEST_CASE("the addresses that are remembered are bounded, and the newest stay") {
  SignInAttempts attempts;
  for (unsigned count = 0; count < SignInAttempts::most_failures; ++count) {
    attempts.failed(at("192.0.2.1"), wrong(count), start + 1s);
  }
  for (std::uint32_t count = 0; count < SignInAttempts::most_addresses + 100; ++count) {
    attempts.failed(boost::asio::ip::address_v4(0x0A000000U + count), wrong(0), start);
  }
  CHECK(attempts.wait(at("192.0.2.1"), wrong(1000), start + 1s));
}

}  // namespace pancake
