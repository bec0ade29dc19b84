#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "http/request.h"
#include "http/response.h"
#include "routes/site.h"

namespace pancake {

/// What a caller may want to do.
enum class Right : std::uint8_t {
  read,      ///< overviews, lists, the log
  write,     ///< changes
  snapshot,  ///< full snapshots: what edge workers and servers need
};

/// Who asks, once that is known.
struct Caller {
  std::string name;  ///< the token's name; goes into the log as "api:NAME"
};

/// The caller if it has this right for this extension, else the refusal: 401 without a known
/// token, 403 for one without the right.
[[nodiscard]] tl::expected<Caller, Response> authorize(const Site& site, const Request& request,
                                                       Right right, std::string_view extension);

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
