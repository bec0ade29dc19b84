#include "store/redis_reply.h"

#include "catch.h"
#include "store/redis_error.h"

namespace pancake {

TEST_CASE("replies are read however the bytes are cut") {
  const std::string bytes =
      "*3\r\n$7\r\nmessage\r\n:42\r\n*2\r\n$-1\r\n$0\r\n\r\n-ERR no\r\n+OK\r\n";
  for (std::size_t step = 1; step <= bytes.size(); ++step) {
    RedisReplyReader reader;
    std::vector<RedisReply> replies;
    for (std::size_t i = 0; i < bytes.size(); i += step) {
      reader.feed(std::string_view(bytes).substr(i, step));
      for (auto reply = reader.next(); reply && *reply; reply = reader.next()) {
        replies.push_back(**reply);
      }
    }
    REQUIRE(replies.size() == 3);
    REQUIRE(replies[0].list.size() == 3);
    CHECK(replies[0].list[0].text == "message");
    CHECK(replies[0].list[1].number == 42);
    CHECK(replies[0].list[2].list[0].is_nil());
    CHECK(replies[0].list[2].list[1].kind == RedisReply::Kind::text);
    CHECK(replies[1].is_error());
    CHECK(replies[2].text == "OK");
  }
}

TEST_CASE("what is no RESP2 is an error and stays one") {
  const auto bytes =
      GENERATE(as<std::string>{}, "HTTP/1.1 400 Bad Request\r\n", "%1\r\n+a\r\n:1\r\n",
               "*2147483647\r\n", "*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n");
  CAPTURE(bytes);
  RedisReplyReader reader;
  reader.feed(bytes);
  CHECK_FALSE(reader.next());
  reader.feed("+OK\r\n");
  CHECK_FALSE(reader.next());
}

TEST_CASE("commands are written with any bytes") {
  std::string bytes;
  append_command(bytes, {"SET", std::string("a\0b", 3), ""});
  CHECK(bytes == std::string("*3\r\n$3\r\nSET\r\n$3\r\na\0b\r\n$0\r\n\r\n", 28));
}

TEST_CASE("what Redis refuses is told with advice and without arguments") {
  const auto error = redis_refusal(
      "redis://h:1/0", "ERR unknown command 'XADD', with args beginning with: 'secret-id' ");
  CHECK(error.message == "redis://h:1/0 refused: ERR unknown command 'XADD'");
  CHECK(redis_refusal("s", "LOADING Redis is loading").code == ErrorCode::store_unreachable);
  CHECK(redis_refusal("s", "OOM command not allowed").code == ErrorCode::store_refused);
}

}  // namespace pancake
