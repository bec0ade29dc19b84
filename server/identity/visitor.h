#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "definitions/definitions.h"
#include "http/request.h"
#include "identity/evidence.h"

namespace pancake {

/// Who a request comes from, as far as samples are concerned.
struct VisitorKey {
  std::string key;  ///< the visitor key, or the id that the application gives
  /// The value for the visitor cookie, if the visitor is new and has to remember its key.
  std::optional<std::string> new_cookie;
};

/// The id that the extension's `visitor` source gives; no value if there is no source, or it
/// gives none for this request. `client` reads the `Pancake-Visitor` header (percent-encoded).
[[nodiscard]] std::optional<std::string> given_visitor(const ExtensionDefinition& extension,
                                                       const Request& request, Evidence& evidence);

/// The given visitor; else the key in the visitor cookie; else a new random key.
[[nodiscard]] VisitorKey visitor_of(const ExtensionDefinition& extension, const Request& request,
                                    Evidence& evidence);

/// A new visitor key of 18 random bits from the system's generator.
[[nodiscard]] VisitorKey new_visitor();

}  // namespace pancake
