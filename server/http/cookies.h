#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "definitions/definitions.h"

namespace pancake {

/// The value of the first cookie of this name in a `Cookie` header, read as Werkzeug 2.2 does:
/// blanks around names and values are dropped, a quoted value loses its quotes and escapes, a
/// name without `=` has an empty value. No value if there is no such cookie. Names are
/// case-sensitive bytes.
[[nodiscard]] std::optional<std::string> find_cookie(std::string_view header,
                                                     std::string_view name);

/// The value of a `Set-Cookie` header, with the attributes in the order Domain, Expires,
/// Max-Age, Secure, HttpOnly, Path, SameSite, Partitioned. `value` must need no quotes.
///
///   format flask-pancake  given options replace HttpOnly and SameSite=Lax; Path=/ stays
///   format visitor        options are laid over SameSite=Lax, Path=/, a year, and Secure if the
///                         browser asked `over_tls`
///
/// An empty path leaves the attribute out. Partitioned brings Secure with it, as browsers want.
[[nodiscard]] std::string write_cookie(const CookieDefinition& cookie, std::string_view value,
                                       bool over_tls, std::chrono::system_clock::time_point now);

}  // namespace pancake
