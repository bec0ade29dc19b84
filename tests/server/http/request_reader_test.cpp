#include <catch.h>

#include "request_reading.h"

namespace pancake {
namespace {

using State = RequestReader::State;

std::string get(std::string_view fields) {
  return "GET / HTTP/1.1\r\n" + std::string(fields) + "\r\n";
}
std::string post(std::string_view fields, std::string_view body) {
  return "POST /x HTTP/1.1\r\nHost: a\r\n" + std::string(fields) + "\r\n" + std::string(body);
}

struct Refused {
  unsigned status;
  std::string request;
};

}  // namespace

TEST_CASE("a request is read whole or byte by byte") {
  const std::string text =
      "GET /a%20b?x=1&y=2 HTTP/1.1\r\nHost: a:80\r\nCookie: a=1\r\nX-Empty:\r\ncookie: b=2\r\n\r\n";
  for (const std::size_t step : {1U, 2U, 3U, 7U, 1000U}) {
    const Reading reading(text + "GET", step);
    REQUIRE(reading.state == State::ready);
    const Request& request = reading.reader.request();
    CHECK(request.path == "/a%20b");
    CHECK(request.query == "x=1&y=2");
    CHECK(request.query_parameter("y") == "2");
    CHECK(request.field("HOST") == "a:80");
    CHECK(request.field("X-Empty") == "");
    CHECK(request.cookie("b") == "2");
    CHECK(reading.reader.keep_alive());
    CHECK(reading.rest == "GET");
  }
}

TEST_CASE("bodies are read by length and in chunks") {
  for (const std::size_t step : {1U, 5U, 1000U}) {
    CHECK(Reading(post("Content-Length: 3\r\n", "abcG"), step).reader.request().body == "abc");
    CHECK(Reading(post("Content-Length: 3\r\n", "abcG"), step).rest == "G");
    const Reading chunked(
        post("Transfer-Encoding: Chunked\r\n", "3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nX-T: 1\r\n\r\nG"),
        step);
    REQUIRE(chunked.state == State::ready);
    CHECK(chunked.reader.request().body == "abcde");
    CHECK(chunked.reader.request().field("X-T") == std::nullopt);
    CHECK(chunked.rest == "G");
  }
}

TEST_CASE("an empty line before a request is forgiven") {
  CHECK(Reading("\r\n" + get("Host: a\r\n"), 1).state == State::ready);
  CHECK(Reading("\r\n" + get("Host: a\r\n")).state == State::ready);
  CHECK(Reading("\r\n\r\n" + get("Host: a\r\n")).state == State::refused);
}

TEST_CASE("a whole URL as target is its path") {
  const Reading reading("GET http://a/b?c HTTP/1.1\r\nHost: a\r\n\r\n");
  CHECK(reading.reader.request().path == "/b");
  CHECK(Reading("GET http://a HTTP/1.1\r\nHost: a\r\n\r\n").reader.request().path == "/");
  CHECK(Reading("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n").state == State::ready);
}

TEST_CASE("HTTP/1.0 needs no Host and closes unless it says otherwise") {
  const Reading plain("GET / HTTP/1.0\r\n\r\n");
  CHECK(plain.state == State::ready);
  CHECK(!plain.reader.keep_alive());
  CHECK(Reading("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").reader.keep_alive());
  CHECK(!Reading(get("Host: a\r\nConnection: close\r\n")).reader.keep_alive());
}

TEST_CASE("a request whose framing or address is in doubt is refused") {
  const std::string smuggled = "0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n";
  const std::vector<Refused> table{
      // Which body?
      {400, post("Content-Length: 3\r\nContent-Length: 3\r\n", "abc")},
      {400, post("Content-Length: 3\r\nContent-Length: 4\r\n", "abcd")},
      {400, post("Content-Length: 3, 3\r\n", "abc")},
      {400, post("Content-Length: +3\r\n", "abc")},
      {400, post("Content-Length: -1\r\n", "")},
      {400, post("Content-Length: 0x3\r\n", "abc")},
      {400, post("Content-Length: 3 \r\nContent-Length :4\r\n", "abc")},
      {400, post("Content-Length:\r\n", "")},
      {400, post("Content-Length: 99999999999999999999\r\n", "")},
      {400, post("Content-Length: 3\r\nTransfer-Encoding: chunked\r\n", smuggled)},
      {400, post("Transfer-Encoding: chunked\r\nContent-Length: 3\r\n", smuggled)},
      {400, post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", smuggled)},
      {400, post("Transfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\n", smuggled)},
      {400, post("Transfer-Encoding: chunked, identity\r\n", smuggled)},
      {400, post("Transfer-Encoding: gzip, chunked\r\n", smuggled)},
      {400, post("Transfer-Encoding: \"chunked\"\r\n", smuggled)},
      {400, post("Transfer-Encoding:\r\n", smuggled)},
      {400, post("Transfer-Encoding: chunked;x\r\n", smuggled)},
      {400, post("Transfer-Encoding : chunked\r\n", smuggled)},
      {400, post("Transfer-Encoding: \x0b"
                 "chunked\r\n",
                 smuggled)},
      {501, post("Transfer-Encoding: gzip\r\n", smuggled)},
      {501, post("Transfer-Encoding: xchunked\r\n", smuggled)},
      {501, post("Transfer-Encoding: identity\r\n", smuggled)},
      {400, post("Transfer-Encoding: xchunked\r\nContent-Length: 3\r\n", smuggled)},
      {400, "POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + smuggled},
      {400, post("Transfer-Encoding: chunked\r\n", "x\r\nabc\r\n0\r\n\r\n")},
      {400, post("Transfer-Encoding: chunked\r\n", "3\r\nabcde\r\n0\r\n\r\n")},
      {400, post("Transfer-Encoding: chunked\r\n", "3\nabc\n0\n\n\r\n")},
      // Which host?
      {400, get("")},
      {400, get("Host: a\r\nHost: a\r\n")},
      {400, get("Host: a\r\nhost: b\r\n")},
      {400, get("Host: a b\r\n")},
      {400, get("Host: a, b\r\n")},
      {400, get("Host: a@b\r\n")},
      // Which line?
      {400, get("Host: a\r\n folded\r\n")},
      {400, get("Host: a\r\nX: 1\r\n\tfolded\r\n")},
      {400, "GET / HTTP/1.1\nHost: a\n\n"},
      {400, "GET / HTTP/1.1\r\nHost: a\nX: 1\r\n\r\n"},
      {400, "GET / HTTP/1.1\r\nHost: a\rX: 1\r\n\r\n"},
      {400, get("Host: a\r\nX: a\x01"
                "b\r\n")},
      {400, get(std::string_view("Host: a\r\nX: a\0b\r\n", 17))},
      {400, get("Host: a\r\nno colon\r\n")},
      {400, get("Host: a\r\n: no name\r\n")},
      {400, get("Host: a\r\nX y: 1\r\n")},
      // Which target?
      {400, "GET /\xc3\xbc HTTP/1.1\r\nHost: a\r\n\r\n"},
      {400, "GET x HTTP/1.1\r\nHost: a\r\n\r\n"},
      {400, "GET * HTTP/1.1\r\nHost: a\r\n\r\n"},
      {501, "CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\n"},
      {400, "GET  / HTTP/1.1\r\nHost: a\r\n\r\n"},
      {400, "GET / HTTP/1.1 \r\nHost: a\r\n\r\n"},
      {400, "GET /\r\nHost: a\r\n\r\n"},
      {505, "GET / HTTP/1.2\r\nHost: a\r\n\r\n"},
      {505, "GET / HTTP/2.0\r\nHost: a\r\n\r\n"},
      {400, "\x16\x03\x01\x02\r\n\r\n"},
      // How much?
      {431, get("Host: a\r\nX: " + std::string(17'000, 'x') + "\r\n")},
      {414, "GET /" + std::string(8'001, 'x')},
      {413, post("Content-Length: 65537\r\n", "")},
      {413, post("Transfer-Encoding: chunked\r\n", "10001\r\n")},
      {400, post("Transfer-Encoding: chunked\r\n", "3;" + std::string(20'000, 'x'))},
      {417, post("Expect: 200-ok\r\nContent-Length: 3\r\n", "abc")},
  };
  for (const Refused& row : table) {
    for (const std::size_t step : {1U, 1U << 20U}) {
      const Reading reading(row.request, step);
      INFO(row.request.substr(0, 200));
      CHECK(reading.state == State::refused);
      CHECK(reading.reader.refusal().status == row.status);
    }
  }
}

TEST_CASE("a client that waits for 100 Continue is told so once its head is there") {
  Reading reading(post("Expect: 100-continue\r\nContent-Length: 3\r\n", ""));
  CHECK(reading.state == State::need_continue);
  std::size_t taken = 0;
  CHECK(reading.reader.advance("abc", taken) == State::ready);
  CHECK(taken == 3);
}

TEST_CASE("one reader reads many requests") {
  RequestReader reader;
  for (int round = 0; round < 3; ++round) {
    reader.start();
    std::size_t taken = 0;
    const std::string text = post("Content-Length: 2\r\n", "ab");
    CHECK(reader.advance(text, taken) == State::ready);
    CHECK(taken == text.size());
    CHECK(reader.request().body == "ab");
    CHECK(reader.request().fields.size() == 2);
  }
}

}  // namespace pancake
