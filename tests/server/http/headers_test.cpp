#include <catch.h>

#include "http/accept.h"
#include "http/entity_tag.h"
#include "http/form.h"
#include "http/http_date.h"
#include "http/listener.h"
#include "http/response.h"
#include "identity/tokens.h"
#include "store/backoff.h"

namespace pancake {

TEST_CASE("the most specific range of Accept decides how welcome a type is") {
  CHECK(quality_of("text/html", "text/html") == 1);
  CHECK(quality_of("TEXT/HTML", "text/html") == 1);
  CHECK(quality_of("text/*;q=0.5", "text/html") == 0.5);
  CHECK(quality_of("*/*;q=0.1, text/*;q=0.5, text/html;q=0.2", "text/html") == 0.2);
  CHECK(quality_of("text/html;q=0, */*", "text/html") == 0);
  CHECK(quality_of("application/json", "text/html") == 0);
  CHECK(quality_of("text/htmlx, html, *, */json", "text/html") == 0);
  CHECK(quality_of("text/html;level=1", "text/html") == 0);
  CHECK(quality_of("text/html;q=x, text/html;q=2, text/html;q=-1, text/html;q=", "text/html") == 0);
  CHECK(quality_of(" text/html ;q=0.3 ,", "text/html") == 0.3);
  CHECK(quality_of("", "text/html") == 0);
}

TEST_CASE("If-None-Match is a list of entity tags or a star") {
  CHECK(names_entity_tag("\"a\"", "\"a\""));
  CHECK(names_entity_tag("\"b\", W/\"a\"", "\"a\""));
  CHECK(names_entity_tag("\"b\", \"a\"", "W/\"a\""));
  CHECK(names_entity_tag("W/\"a\"", "W/\"a\""));
  CHECK(names_entity_tag(" *", "\"a\""));
  CHECK(names_entity_tag(",\"x,y\",\"a\"", "\"a\""));
  CHECK(!names_entity_tag("\"b\"", "\"a\""));
  CHECK(!names_entity_tag("a", "\"a\""));
  CHECK(!names_entity_tag("\"a", "\"a\""));
  CHECK(!names_entity_tag("", "\"a\""));
}

TEST_CASE("forms are decoded member by member") {
  CHECK(find_form_value("a=1&b=x%20y+z", "b") == "x y z");
  CHECK(find_form_value("a=1&a=2", "a") == "1");
  CHECK(find_form_value("a&b=", "a") == "");
  CHECK(find_form_value("a&b=", "b") == "");
  CHECK(find_form_value("%61=1", "a") == "1");
  CHECK(find_form_value("a=%4&a=2", "a") == "2");
  CHECK(find_form_value("", "a") == std::nullopt);
  CHECK(percent_decoded("%C3%bc") == "\xc3\xbc");
  CHECK(percent_decoded("%") == std::nullopt);
  CHECK(percent_decoded("%zz") == std::nullopt);
}

TEST_CASE("dates are written as HTTP wants them") {
  CHECK(http_date(std::chrono::system_clock::from_time_t(784111777)) ==
        "Sun, 06 Nov 1994 08:49:37 GMT");
}

TEST_CASE("a header value with a line break is left out") {
  Response response(Status::ok);
  response.add("A", "1\r\nB: 2").add("C", "3");
  std::string head;
  response.append_head(head, "", true);
  CHECK(head.find("B: 2") == std::string::npos);
  CHECK(head.find("C: 3\r\n") != std::string::npos);
}

TEST_CASE("a bearer's token stands behind its scheme") {
  CHECK(bearer_token("Bearer abc") == "abc");
  CHECK(bearer_token("bearer  abc") == "abc");
  CHECK(bearer_token("Basic abc").empty());
  CHECK(bearer_token("Bearer").empty());
}

TEST_CASE("listen addresses are numbers and ports") {
  CHECK(endpoint_text(*parse_listen_address("127.0.0.1:8080")) == "127.0.0.1:8080");
  CHECK(endpoint_text(*parse_listen_address("[::1]:0")) == "[::1]:0");
  CHECK(endpoint_text(*parse_listen_address("localhost:1")) == "127.0.0.1:1");
  for (const char* wrong : {"", "8080", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "x:1",
                            "127.0.0.1:80x", "300.0.0.1:80"}) {
    INFO(wrong);
    CHECK(!parse_listen_address(wrong).has_value());
  }
}

TEST_CASE("waiting doubles from 100 ms to 2 s, less up to a half") {
  Backoff backoff;
  for (const int full : {100, 200, 400, 800, 1600, 2000, 2000}) {
    CHECK(backoff.next(0).count() == full);
  }
  backoff.reset();
  for (std::uint32_t random = 0; random < 1000; ++random) {
    Backoff jittered;
    const auto wait = jittered.next(random * 7919).count();
    CHECK((wait >= 50 && wait <= 100));
  }
}

TEST_CASE("the first tag that begins in a way is found, as a weak one") {
  const auto found = [](std::string_view header) {
    return named_entity_tag_from(header, "W/\"full-12-");
  };
  CHECK(found("\"other\", W/\"full-12-a\", \"full-12-b\"") == "W/\"full-12-a\"");
  CHECK(found("\"full-12-b\"") == "W/\"full-12-b\"");
  CHECK_FALSE(found("W/\"full-13-a\""));
  CHECK_FALSE(found("*"));
  CHECK_FALSE(found("W/\"full-12-"));
  CHECK_FALSE(found(""));
}

}  // namespace pancake
