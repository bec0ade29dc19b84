#pragma once

#include <optional>
#include <string>
#include <vector>

#include "definitions/definitions.h"
#include "http/request.h"
#include "identity/evidence.h"

namespace pancake {

/// The id that one source gives for a request, or no value if it gives none. An empty text is
/// an id. Ids over 1,024 bytes are none. A header counts only from a trusted proxy, a claim only
/// from a verified token. `client_name` is the member of `Pancake-Ids` that counts for the kind
/// `client`.
[[nodiscard]] std::optional<std::string> id_from(const IdSource& source, const Request& request,
                                                 Evidence& evidence, std::string_view client_name);

/// The visitor's object ids, one place a group of the extension, in its order.
[[nodiscard]] std::vector<std::optional<std::string>> object_ids(
    const ExtensionDefinition& extension, const Request& request, Evidence& evidence);

}  // namespace pancake
