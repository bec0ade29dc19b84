// Requests made at random from the grammar: tests/vectors/make_requests.mjs.

#include <catch.h>
#include <vectors.h>

#include <set>

#include "request_reading.h"

namespace pancake {
namespace {

using State = RequestReader::State;
using nlohmann::json;

const json& requests() {
  static const json all = test::vectors("http_requests.json");
  return all;
}

/// The bytes of a text that holds one byte a character.
std::string bytes_of(const json& text) {
  const auto utf8 = text.get<std::string>();
  std::string bytes;
  for (std::size_t at = 0; at < utf8.size(); ++at) {
    const auto first = static_cast<unsigned char>(utf8[at]);
    if (first < 0x80) {
      bytes += utf8[at];
    } else {  // two bytes: U+0080 to U+00FF
      const auto second = static_cast<unsigned char>(utf8[++at]);
      bytes += static_cast<char>((first & 0x03U) << 6U | (second & 0x3FU));
    }
  }
  return bytes;
}

const std::string behind = "GET /behind HTTP/1.1\r\nHost: a\r\n\r\n";

}  // namespace

TEST_CASE("every request that the grammar makes is read, however it arrives") {
  const json& good = requests()["good"];
  REQUIRE(good.size() >= 100);
  for (const json& row : good) {
    const std::string text = bytes_of(row["text"]);
    INFO(row.dump());
    const auto is_read = [&](const Reading& reading) {
      return reading.state == State::ready && reading.rest == behind &&
             reading.reader.request().path == bytes_of(row["path"]) &&
             reading.reader.request().body == bytes_of(row["body"]);
    };
    CHECK(is_read(Reading(text + behind)));
    CHECK(is_read(Reading(text + behind, 1)));
    for (std::size_t cut = 1; cut < text.size(); ++cut) {
      REQUIRE(is_read(Reading(text.substr(0, cut), text.substr(cut) + behind)));
    }
  }
}

TEST_CASE("every request with one rule broken is refused, however it arrives") {
  const json& bad = requests()["bad"];
  std::set<std::string> distinct;
  for (const json& row : bad) {
    const std::string text = bytes_of(row["text"]);
    distinct.insert(text);
    INFO(row.dump());
    const auto is_refused = [&](const Reading& reading) {
      const json& statuses = row["statuses"];
      return reading.state == State::refused &&
             std::find(statuses.begin(), statuses.end(), reading.reader.refusal().status) !=
                 statuses.end();
    };
    CHECK(is_refused(Reading(text)));
    CHECK(is_refused(Reading(text + behind)));
    CHECK(is_refused(Reading(text, 1)));
    for (std::size_t cut = 1; cut < text.size(); ++cut) {
      REQUIRE(is_refused(Reading(text.substr(0, cut), text.substr(cut) + behind)));
    }
  }
  CHECK(distinct.size() >= 500);
}

}  // namespace pancake
