#include "routes/access.h"

#include <algorithm>
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

bool needs_no_token(const Site& site, const Request& request) {
  if (!site.loopback_only || !site.admin_tokens.empty() || !site.server_keys.empty()) return false;
  for (const char* trace : {"Forwarded", "X-Forwarded-For", "X-Real-IP", "Via"}) {
    if (request.field(trace)) return false;
  }
  const auto host = request.field("Host");
  return !host || names_loopback(*host);
}

}  // namespace

std::optional<Response> access_refusal(const Site& site, const Request& request,
                                       std::initializer_list<const TokenSet*> accepted,
                                       const AccessWords& words) {
  if (needs_no_token(site, request)) return std::nullopt;
  const bool none_would_do = std::all_of(accepted.begin(), accepted.end(),
                                         [](const TokenSet* tokens) { return tokens->empty(); });
  if (none_would_do) return error_response(Status::forbidden, "forbidden", words.without_tokens);

  if (const auto authorization = request.field("Authorization")) {
    const auto token = bearer_token(*authorization);
    for (const TokenSet* tokens : accepted) {
      if (tokens->contains(token)) return std::nullopt;
    }
  }
  auto response = error_response(Status::unauthorized, "unauthorized", words.without_bearer);
  response.add("WWW-Authenticate", "Bearer realm=\"pancake\"");
  return response;
}

tl::expected<Caller, Response> authorize(const Site& site, const Request& request, Right right,
                                         std::string_view /*extension*/) {
  constexpr AccessWords words{"this needs a token, and this server was started without one",
                              "this needs `Authorization: Bearer TOKEN`"};
  auto refusal = right == Right::snapshot
                     ? access_refusal(site, request, {&site.server_keys}, words)
                     : access_refusal(site, request, {&site.admin_tokens}, words);
  if (refusal) return tl::unexpected(std::move(*refusal));
  return Caller{"token"};
}

}  // namespace pancake
