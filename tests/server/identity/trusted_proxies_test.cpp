#include "identity/trusted_proxies.h"

#include <catch.h>

namespace pancake {
namespace {

bool trusts(const TrustedProxies& proxies, const char* address) {
  return proxies.contains(boost::asio::ip::make_address(address));
}

}  // namespace

TEST_CASE("nobody is trusted unless named") {
  const TrustedProxies nobody;
  for (const char* address : {"127.0.0.1", "::1", "0.0.0.0", "10.0.0.1"}) {
    CHECK_FALSE(trusts(nobody, address));
  }
}

TEST_CASE("an address or range of addresses is trusted, and its neighbours are not") {
  TrustedProxies proxies;
  for (const char* range : {"192.0.2.7", "10.0.0.0/8", "172.16.0.0/12", "fd00::/8", "2001:db8::1",
                            "198.51.100.128/25"}) {
    REQUIRE(proxies.add(range).has_value());
  }
  for (const char* address :
       {"192.0.2.7", "10.0.0.0", "10.255.255.255", "172.16.0.1", "172.31.255.255", "fd00::1",
        "fdff::", "2001:db8::1", "198.51.100.128", "::ffff:10.1.2.3", "::ffff:192.0.2.7"}) {
    INFO(address);
    CHECK(trusts(proxies, address));
  }
  for (const char* address : {"192.0.2.6", "192.0.2.8", "9.255.255.255", "11.0.0.0",
                              "172.15.255.255", "172.32.0.0", "fc00::1", "fe00::", "2001:db8::2",
                              "198.51.100.127", "::ffff:11.1.2.3", "127.0.0.1", "::a00:1", "::"}) {
    INFO(address);
    CHECK_FALSE(trusts(proxies, address));
  }
}

TEST_CASE("a range of no bits is every address of its family") {
  TrustedProxies proxies;
  REQUIRE(proxies.add("0.0.0.0/0").has_value());
  CHECK(trusts(proxies, "203.0.113.9"));
  CHECK_FALSE(trusts(proxies, "2001:db8::1"));
}

TEST_CASE("what is no range is refused") {
  for (const char* text :
       {"", "x", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "10.0.0.0/8x", "10.1.0.0/8", "10.0.0",
        "::/129", "fd00::1/8", "localhost", "10.0.0.0/8/8", "::ffff:10.0.0.0/104", "fe80::1%lo"}) {
    INFO(text);
    TrustedProxies proxies;
    const auto added = proxies.add(text);
    REQUIRE_FALSE(added.has_value());
    CHECK(added.error().code == ErrorCode::usage);
    CHECK(proxies.empty());
  }
}

TEST_CASE("the loopback is one of IPv4 and one of IPv6") {
  TrustedProxies proxies;
  proxies.add_loopback();
  CHECK(trusts(proxies, "127.0.0.1"));
  CHECK(trusts(proxies, "127.9.9.9"));
  CHECK(trusts(proxies, "::1"));
  CHECK(trusts(proxies, "::ffff:127.0.0.1"));
  CHECK_FALSE(trusts(proxies, "::2"));
  CHECK_FALSE(trusts(proxies, "128.0.0.1"));
}

}  // namespace pancake
