#pragma once

#include "definitions/definitions.h"
#include "definitions/field_reader.h"

namespace pancake {

/// `header:NAME`, `cookie:NAME`, `query:NAME`, `claim:NAME` or `client`.
[[nodiscard]] IdSource read_id_source(const Field& field);

/// The list of groups of an extension.
[[nodiscard]] std::vector<GroupDefinition> read_groups(const Field& field);

/// The cookie of an extension whose name is in `cookie` already.
void read_cookie(const Field& field, CookieDefinition& cookie);

/// One member of `extensions`.
[[nodiscard]] ExtensionDefinition read_extension(const Field& field);

}  // namespace pancake
