#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "http/request.h"
#include "http/response.h"
#include "identity/tokens.h"
#include "routes/site.h"

namespace pancake {

/// Who asks: by the token of `Authorization: Bearer …`, else by the session that the page signed
/// in with, else "loopback" where no token is needed. The refusal is 401, or 403 if this server
/// has no token that would do.
///
/// None is needed where the server was started without any token or key, it listens on the
/// loopback alone, the request is addressed to the loopback by name or number, and no proxy says
/// that it passed it on. (A page of another site that has its name resolve to 127.0.0.1 asks for
/// another Host.) A proxy that says nothing cannot be told from a program of this machine: whoever
/// puts one in front gives the server tokens.
[[nodiscard]] tl::expected<Caller, Response> authenticate(const Site& site, const Request& request);

/// The address that wrong tokens are counted by: the peer's, or behind trusted proxies the one that
/// the last of them was asked by, which it says in X-Forwarded-For.
[[nodiscard]] boost::asio::ip::address client_address(const Site& site, const Request& request);

/// The token of this text. The refusal is 401 for one that is not the server's, and 429 with
/// Retry-After after too many of them from one address (SignInAttempts).
[[nodiscard]] tl::expected<const AccessToken*, Response> find_token(const Site& site,
                                                                    const Request& request,
                                                                    std::string_view text);

/// The caller if it has this right for this extension, else the refusal: 401 without a known
/// token, 403 for one without the right. An empty extension asks for the right for any.
[[nodiscard]] tl::expected<Caller, Response> authorize(const Site& site, const Request& request,
                                                       Right right, std::string_view extension);

/// The refusal of a request that a browser makes for a page of another site, or sends to this
/// server under another name than the page has; nothing if it is not one. For what must not be
/// done with somebody else's browser: /api and /session.
[[nodiscard]] std::optional<Response> cross_site_refusal(const Request& request);

/// The name of the cookie that holds a session's id: with the prefix by which browsers keep other
/// hosts from setting it, where they allow that.
[[nodiscard]] constexpr std::string_view session_cookie(bool secure) {
  return secure ? "__Host-pancake-session" : "pancake-session";
}

/// The session id of a request; no value if it has none.
[[nodiscard]] std::optional<std::string> session_id(const Request& request);

}  // namespace pancake
