#include "store/redis_url.h"

#include "catch.h"
#include "run.h"

namespace pancake {

using test::must;

TEST_CASE("a Redis URL is taken apart") {
  const auto plain = must(parse_redis_url("redis://flags.example"));
  CHECK_FALSE(plain.tls);
  CHECK(plain.address.host == "flags.example");
  CHECK(plain.address.port == 6379);
  CHECK(plain.database == 0);
  CHECK(plain.user.empty());
  CHECK(plain.password.empty());

  const auto full = must(parse_redis_url("rediss://me:p%40ss%3A/?#w@[::1]:7000/12"));
  CHECK(full.tls);
  CHECK(full.address.host == "::1");
  CHECK(full.address.port == 7000);
  CHECK(full.database == 12);
  CHECK(full.user == "me");
  CHECK(full.password == "p@ss:/?#w");
  CHECK(full.name() == "rediss://[::1]:7000/12");

  const auto password_only = must(parse_redis_url("redis://:secret@localhost/"));
  CHECK(password_only.user.empty());
  CHECK(password_only.password == "secret");
}

TEST_CASE("a URL names Sentinels, their master, and their log-in") {
  const auto url = must(
      parse_redis_url("redis+sentinel://me:secret@a,[::1]:7,c:8/my%2Fmaster/3?sentinel-user=watch"
                      "&sentinel-password=gu%40rd"));
  CHECK(url.is_sentinel());
  CHECK(url.sentinels == std::vector<RedisAddress>{{"a", 26379}, {"::1", 7}, {"c", 8}});
  CHECK(url.master == "my/master");
  CHECK(url.database == 3);
  CHECK(url.password == "secret");
  CHECK(url.sentinel_user == "watch");
  CHECK(url.sentinel_password == "gu@rd");
  CHECK(url.name() == "redis+sentinel://a:26379,[::1]:7,c:8/my/master/3");
}

TEST_CASE("a URL names the files of TLS") {
  const auto url = must(parse_redis_url("rediss+sentinel://a/m?cacert=/x/ca.pem&cert=c&key=k"));
  CHECK(url.tls);
  CHECK(url.ca_file == "/x/ca.pem");
  CHECK(url.certificate_file == "c");
  CHECK(url.key_file == "k");
}

TEST_CASE("a Redis URL that is wrong is refused without showing its password") {
  const auto url = GENERATE(
      "redis://", "redis:///1", "redis://h:0", "redis://h:65536", "redis://h:x", "redis://h/x",
      "redis://h/-1", "redis://me:secret%4@h", "redis://me:secret@", "redis://[::1",
      "redis://[::1]x", "redis://::1", "redis://h?db=1", "redis+sentinel://me:secret@h",
      "redis+sentinel://me:secret@h,/m", "redis+sentinel://me:secret@h/m/x",
      "redis://me:secret@h?cacert=x", "rediss://me:secret@h?cert=x",
      "redis://h?sentinel-password=secret", "redis+sentinel://h/m?sentinel-password=secret%4",
      "redis+cluster://me:secret@h", "redis:me:secret@h");
  CAPTURE(url);
  const auto parsed = parse_redis_url(url);
  REQUIRE_FALSE(parsed);
  CHECK(parsed.error().code == ErrorCode::usage);
  CHECK(parsed.error().message.find("secret") == std::string::npos);
}

}  // namespace pancake
