#include "remote/remote_url.h"

#include <catch.h>

namespace pancake {

TEST_CASE("a server's URL is taken apart") {
  const auto plain = parse_remote_url("http://flags.example").value();
  CHECK_FALSE(plain.tls);
  CHECK(plain.host == "flags.example");
  CHECK(plain.port == 80);
  CHECK(plain.prefix.empty());
  CHECK(plain.authority() == "flags.example");

  const auto whole = parse_remote_url("https://[2001:db8::1]:8443/flags/eu/").value();
  CHECK(whole.tls);
  CHECK(whole.host == "2001:db8::1");
  CHECK(whole.port == 8443);
  CHECK(whole.prefix == "/flags/eu");
  CHECK(whole.authority() == "[2001:db8::1]:8443");
  CHECK(whole.name() == "https://[2001:db8::1]:8443/flags/eu");
}

TEST_CASE("the usual port of a scheme is not said, another is") {
  CHECK(parse_remote_url("https://a:443").value().authority() == "a");
  CHECK(parse_remote_url("https://a").value().port == 443);
  CHECK(parse_remote_url("https://a:80").value().authority() == "a:80");
  CHECK(parse_remote_url("http://a:443").value().authority() == "a:443");
  CHECK(parse_remote_url("https://a/").value().name() == "https://a");
}

TEST_CASE("what is no URL of a server is refused with what is wrong, without a password") {
  const std::pair<const char*, const char*> wrong[] = {{"flags.example", "begins with neither"},
                                                       {"HTTP://a", "begins with neither"},
                                                       {"http://", "names no host"},
                                                       {"http:///x", "names no host"},
                                                       {"http://:80", "names no host"},
                                                       {"http://a:", "has a port"},
                                                       {"http://a:0", "has a port"},
                                                       {"http://a:65536", "has a port"},
                                                       {"http://a:80x", "has a port"},
                                                       {"http://[::1", "has a [ without a ]"},
                                                       {"http://[::1]x", "has text between"},
                                                       {"http://[::1]:x", "has a port"},
                                                       {"http://a b", "holds blanks"},
                                                       {"http://\xC3\xA4", "holds blanks"},
                                                       {"http://a/?x", "holds a query"},
                                                       {"http://a/#x", "holds a query"},
                                                       {"http://ada:swordfish@a", "holds a user"}};
  for (const auto& [url, what] : wrong) {
    CAPTURE(url);
    const auto refused = parse_remote_url(url);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::usage);
    CHECK(refused.error().message.find(what) != std::string::npos);
    CHECK(refused.error().message.find("swordfish") == std::string::npos);
  }
}

TEST_CASE("only the loopback keeps what is sent on this machine") {
  for (const char* url : {"http://localhost", "http://LOCALHOST:1", "http://127.0.0.1",
                          "http://127.8.9.1:80/x", "https://[::1]"}) {
    CAPTURE(url);
    CHECK(parse_remote_url(url).value().is_loopback());
  }
  for (const char* url : {"http://localhost.example", "http://127.0.0.1.example",
                          "http://128.0.0.1", "http://[::2]", "http://0.0.0.0"}) {
    CAPTURE(url);
    CHECK_FALSE(parse_remote_url(url).value().is_loopback());
  }
}

}  // namespace pancake
