#pragma once

#include <initializer_list>
#include <optional>
#include <string_view>

#include "http/request.h"
#include "http/response.h"
#include "routes/site.h"

namespace pancake {

/// What a refused request is told.
struct AccessWords {
  std::string_view without_tokens;  ///< 403: the server was started without any that would do
  std::string_view without_bearer;  ///< 401: what the request has to present
};

/// The refusal of a request that presents none of the accepted tokens as its bearer; nothing if
/// it does, or needs none.
///
/// None is needed where the server was started without any token or key, it listens on the
/// loopback alone, the request is addressed to the loopback by name or number, and no proxy says
/// that it passed it on. (A page of another site that has its name resolve to 127.0.0.1 asks for
/// another Host.) A proxy that says nothing cannot be told from a program of this machine: whoever
/// puts one in front gives the server tokens.
[[nodiscard]] std::optional<Response> access_refusal(
    const Site& site, const Request& request, std::initializer_list<const TokenSet*> accepted,
    const AccessWords& words);

}  // namespace pancake
