#include "routes/access.h"

#include <boost/algorithm/string/trim.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/beast/core/string.hpp>

namespace pancake {
namespace {

/// "host:8080" -> "host", "[::1]:8080" -> "::1"; "" for a bracket that is not closed.
std::string_view without_port(std::string_view host) {
  if (!host.starts_with('[')) return host.substr(0, host.find(':'));
  const std::size_t end = host.find(']');
  return end == std::string_view::npos ? std::string_view() : host.substr(1, end - 1);
}

bool names_loopback(std::string_view host) {
  const std::string_view name = without_port(host);
  if (boost::beast::iequals(name, "localhost")) return true;
  boost::system::error_code error;
  const auto address = boost::asio::ip::make_address(std::string(name), error);
  return !error && address.is_loopback();
}

bool needs_no_token(const Site& site, const TokenSet& tokens, const Request& request) {
  if (!site.loopback_only || !tokens.empty()) return false;
  for (const char* trace : {"Forwarded", "X-Forwarded-For", "X-Real-IP", "Via"}) {
    if (request.field(trace)) return false;
  }
  // A page of another site that may read our answers (CORS) is not who sits at this machine.
  if (cross_site_refusal(request)) return false;
  const auto host = request.field("Host");
  return !host || names_loopback(*host);
}

Response no_token_here() {
  return error_response(Status::forbidden, "forbidden",
                        "this needs a token, and this server was started without one; it answers "
                        "without one only on localhost, and not through a proxy");
}

Response unauthorized(std::string_view message, std::string_view challenge) {
  auto response = error_response(Status::unauthorized, "unauthorized", message);
  response.add("WWW-Authenticate", challenge);
  return response;
}

/// 403 with the right that is missing, never with what was asked for.
Response lacks(Right right) {
  const std::string word(right_word(right));
  auto response = error_response(Status::forbidden, "forbidden",
                                 "this token lacks the right `" + word + "` for this extension");
  response.add("WWW-Authenticate",
               "Bearer realm=\"pancake\", error=\"insufficient_scope\", scope=\"" + word + "\"");
  return response;
}

/// The token behind the request's session; null if there is none.
const AccessToken* token_of_session(const Site& site, const TokenSet& tokens,
                                    const Request& request) {
  const auto id = session_id(request);
  if (!id) return nullptr;
  const auto digest = site.sessions->find(*id, std::chrono::steady_clock::now());
  if (!digest) return nullptr;
  const AccessToken* token = tokens.find(*digest);
  if (token == nullptr) site.sessions->close(*id);
  return token;
}

/// "https://flags.example:8443" -> "flags.example:8443"; "" for what is no such origin.
std::string_view host_of_origin(std::string_view origin) {
  for (const std::string_view scheme : {"https://", "http://"}) {
    if (boost::beast::iequals(origin.substr(0, scheme.size()), scheme)) {
      return origin.substr(scheme.size());
    }
  }
  return {};
}

}  // namespace

boost::asio::ip::address client_address(const Site& site, const Request& request) {
  const EvidenceRules& evidence = site.identity->evidence;
  auto address = request.peer;
  std::string chain = request.joined_fields("X-Forwarded-For", ",").value_or("");
  while (!chain.empty() && evidence.trusts(address)) {
    const auto comma = chain.rfind(',');
    std::string last = chain.substr(comma == std::string::npos ? 0 : comma + 1);
    chain.resize(comma == std::string::npos ? 0 : comma);
    boost::algorithm::trim(last);
    boost::system::error_code error;
    const auto before = boost::asio::ip::make_address(last, error);
    if (error) break;
    address = before;
  }
  return address;
}

tl::expected<const AccessToken*, Response> find_token(const Site& site, const Request& request,
                                                      std::string_view text) {
  const auto now = std::chrono::steady_clock::now();
  const auto address = client_address(site, request);
  const auto digest = Sha256::of(text);
  if (const auto wait = site.sign_in_attempts->wait(address, digest, now)) {
    auto response = error_response(Status::too_many_requests, "too_many_attempts",
                                   "too many wrong tokens came from this address; try again later");
    response.add("Retry-After", std::to_string(wait->count()));
    return tl::unexpected(std::move(response));
  }
  if (const AccessToken* token = site.identity->tokens.find(text)) {
    site.sign_in_attempts->succeeded(address, digest, now);
    return token;
  }
  site.sign_in_attempts->failed(address, digest, now);
  return tl::unexpected(unauthorized("this token is not one of the server's",
                                     "Bearer realm=\"pancake\", error=\"invalid_token\""));
}

std::optional<std::string> session_id(const Request& request) {
  auto id = request.cookie(session_cookie(true));
  return id ? id : request.cookie(session_cookie(false));
}

tl::expected<Caller, Response> authenticate(const Site& site, const Request& request) {
  const IdentityRules& rules = *site.identity;
  if (needs_no_token(site, rules.tokens, request)) {
    return Caller{"loopback", {Right::read, Right::write, Right::snapshot}, {}};
  }
  if (rules.tokens.empty()) return tl::unexpected(no_token_here());

  const auto authorization = request.field("Authorization");
  const auto bearer = authorization ? bearer_token(*authorization) : std::string_view();
  if (!bearer.empty()) {
    auto token = find_token(site, request, bearer);
    if (!token) return tl::unexpected(std::move(token.error()));
    return Caller(**token);
  }
  if (const AccessToken* token = token_of_session(site, rules.tokens, request)) {
    return Caller(*token);
  }
  return tl::unexpected(unauthorized("this needs `Authorization: Bearer TOKEN`, or to be signed in",
                                     "Bearer realm=\"pancake\""));
}

tl::expected<Caller, Response> authorize(const Site& site, const Request& request, Right right,
                                         std::string_view extension) {
  auto caller = authenticate(site, request);
  if (!caller || caller->may(right, extension)) return caller;
  return tl::unexpected(lacks(right));
}

std::optional<Response> cross_site_refusal(const Request& request) {
  const auto refusal = [] {
    return error_response(Status::forbidden, "cross_site",
                          "a page of another site may not ask this of a visitor's browser");
  };
  const auto site = request.field("Sec-Fetch-Site");
  if (site && *site != "same-origin" && *site != "none") return refusal();
  const auto origin = request.field("Origin");
  if (!origin) return std::nullopt;
  // A form that is sent without a referrer, as our pages ask for, has no origin to say; where it
  // comes from is then told by the browser in Sec-Fetch-Site, which no page can set.
  if (*origin == "null" && site == "same-origin") return std::nullopt;
  const auto host = host_of_origin(*origin);
  if (host.empty() || !boost::beast::iequals(host, request.field("Host").value_or(""))) {
    return refusal();
  }
  return std::nullopt;
}

}  // namespace pancake
