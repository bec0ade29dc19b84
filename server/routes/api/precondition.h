#pragma once

#include <string>

#include "routes/api/api_call.h"
#include "sync/feature_table.h"

namespace pancake {

/// The ETag of a JSON body: a hash of its bytes, in quotes. It tells states apart, not
/// revisions, so that servers with equal states give equal tags.
[[nodiscard]] std::string entity_tag_of(const nlohmann::ordered_json& json);

/// Whether a write asks for a state that has to be there before (If-Match, If-None-Match).
[[nodiscard]] bool has_precondition(const Request& request);

/// Holds a write's preconditions against what is stored: 412 unless they hold. `etag` is that of
/// the resource, `exists` says whether anything is stored there.
[[nodiscard]] Needed<void> check_precondition(const Request& request, const std::string& etag,
                                              bool exists);

}  // namespace pancake
