#pragma once

#include <optional>
#include <tl/expected.hpp>

#include "routes/ofrep/flag_keys.h"
#include "routes/route.h"

namespace pancake::ofrep {

/// The name of the extension whose flags are asked for: header `Pancake-Extension`, else query
/// parameter `extension`, else `pancake`. (One kind of client can send headers only, another
/// both; neither can be given another path.)
[[nodiscard]] std::string extension_name(const Request& request);

/// Who asks: servers show a server key with the right to this extension's full snapshot, as
/// `Authorization: Bearer KEY` or `X-API-Key: KEY`; who shows nothing is a client. A key that is
/// not known or not good for this extension is refused with 401 or 403, not taken for a client:
/// a server would miss flags and not know why.
[[nodiscard]] tl::expected<Audience, Response> audience_of(RouteContext& context,
                                                           std::string_view extension);

}  // namespace pancake::ofrep
