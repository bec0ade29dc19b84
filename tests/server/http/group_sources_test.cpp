#include "identity/group_sources.h"

#include <catch.h>

#include "identity/visitor.h"
#include "pancake/visitor_cookie.h"

namespace pancake {
namespace {

using Kind = IdSource::Kind;

Request request_with(std::vector<Request::Field> fields, std::string_view query = {}) {
  Request request;
  request.fields = std::move(fields);
  request.query = query;
  return request;
}

/// A request from the loopback, which is trusted, or from elsewhere.
std::shared_ptr<const EvidenceRules> trusting_loopback() {
  TrustedProxies proxies;
  proxies.add_loopback();
  return std::make_shared<EvidenceRules>(proxies, std::nullopt, JwtPlace());
}

std::optional<std::string> id_of(const IdSource& source, Request request,
                                 std::string_view client_name = "",
                                 const char* peer = "127.0.0.1") {
  request.peer = boost::asio::ip::make_address(peer);
  Evidence evidence(trusting_loopback(), request);
  return id_from(source, request, evidence, client_name);
}

VisitorKey visitor_in(const ExtensionDefinition& extension, const Request& request) {
  Evidence evidence(trusting_loopback(), request);
  return visitor_of(extension, request, evidence);
}

}  // namespace

TEST_CASE("ids come from headers, cookies, the query and the client") {
  ExtensionDefinition extension = empty_extension("pancake");
  extension.groups = {{"h", {Kind::header, "X-User-Id"}, {}}, {"c", {Kind::cookie, "uid"}, {}},
                      {"q", {Kind::query, "user"}, {}},       {"k", {Kind::client, ""}, {}},
                      {"j", {Kind::claim, "sub"}, {}},        {"n", {Kind::none, ""}, {}}};
  auto request = request_with({{"x-user-id", "7"},
                               {"Cookie", "uid=\"a b\""},
                               {"Pancake-Ids", "k=x%26y&h=forged"},
                               {"sub", "nobody"}},
                              "user=%C3%BC");
  request.peer = boost::asio::ip::address_v4::loopback();
  Evidence evidence(trusting_loopback(), request);
  const auto ids = object_ids(extension, request, evidence);
  REQUIRE(ids.size() == 6);
  CHECK(ids[0] == "7");
  CHECK(ids[1] == "a b");
  CHECK(ids[2] == "\xc3\xbc");
  CHECK(ids[3] == "x&y");
  CHECK(ids[4] == std::nullopt);
  CHECK(ids[5] == std::nullopt);
}

TEST_CASE("an empty value is an id, an absent one is none") {
  const IdSource header{Kind::header, "X-User-Id"};
  CHECK(id_of(header, request_with({{"X-User-Id", ""}}), "") == "");
  CHECK(id_of(header, request_with({}), "") == std::nullopt);
  const IdSource client{Kind::client, ""};
  CHECK(id_of(client, request_with({{"Pancake-Ids", "user="}}), "user") == "");
  CHECK(id_of(client, request_with({{"Pancake-Ids", "admin=1"}}), "user") == std::nullopt);
}

TEST_CASE("an id of more than 1,024 bytes is none") {
  const IdSource header{Kind::header, "X"};
  const std::string longest(1024, 'x');
  const std::string too_long(1025, 'x');
  CHECK(id_of(header, request_with({{"X", longest}}), "") == longest);
  CHECK(id_of(header, request_with({{"X", too_long}}), "") == std::nullopt);
}

TEST_CASE("a header is an id from a trusted proxy only") {
  const IdSource header{Kind::header, "X-User-Id"};
  const auto request = request_with({{"X-User-Id", "7"}, {"X-Forwarded-For", "127.0.0.1"}});
  CHECK(id_of(header, request) == "7");
  CHECK(id_of(header, request, "", "::1") == "7");
  CHECK(id_of(header, request, "", "192.0.2.1") == std::nullopt);
  // Everything else needs no trust: it says who somebody is as a password does, or proves nothing.
  const auto others = request_with({{"Cookie", "uid=9"}, {"Pancake-Ids", "user=8"}});
  CHECK(id_of({Kind::cookie, "uid"}, others, "", "192.0.2.1") == "9");
  CHECK(id_of({Kind::client, ""}, others, "user", "192.0.2.1") == "8");
}

TEST_CASE("a visitor is given, or remembered, or new") {
  ExtensionDefinition extension = empty_extension("pancake");
  const auto remembered = visitor_in(extension, request_with({{"Cookie", "pancake=1abc"}}));
  CHECK(remembered.key == "abc");
  CHECK(!remembered.new_cookie);

  for (const char* broken :
       {"pancake=", "pancake=2abc", "pancake=1abcd", "pancake=1a b", "p=1abc"}) {
    const auto visitor = visitor_in(extension, request_with({{"Cookie", broken}}));
    REQUIRE(visitor.new_cookie);
    CHECK(read_visitor_cookie(*visitor.new_cookie) == visitor.key);
  }

  extension.visitor = {Kind::client, ""};
  const auto given = visitor_in(
      extension, request_with({{"Cookie", "pancake=1abc"}, {"Pancake-Visitor", "%C3%BC%2B+"}}));
  CHECK(given.key == "\xc3\xbc++");
  CHECK(!given.new_cookie);
  CHECK(visitor_in(extension, request_with({{"Cookie", "pancake=1abc"}})).key == "abc");

  // Without the definition's word a client does not choose who it is.
  extension.visitor = {};
  const auto claiming = request_with({{"Pancake-Visitor", "me"}});
  Evidence evidence(trusting_loopback(), claiming);
  CHECK(!given_visitor(extension, claiming, evidence));
}

TEST_CASE("new visitors differ") {
  std::vector<std::string> keys;
  keys.reserve(50);
  for (int visitor = 0; visitor < 50; ++visitor) keys.push_back(new_visitor().key);
  std::sort(keys.begin(), keys.end());
  CHECK(std::unique(keys.begin(), keys.end()) - keys.begin() > 45);
}

}  // namespace pancake
