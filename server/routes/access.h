#pragma once

#include "http/request.h"
#include "routes/site.h"

namespace pancake {

/// Whether a request is from this machine beyond doubt: the server listens nowhere else, and
/// the request is addressed to the loopback by name or number, and no proxy says that it passed
/// it on. (A page of another site that has its name resolve to 127.0.0.1 asks for another Host.)
[[nodiscard]] bool is_local(const Site& site, const Request& request);

/// Whether the request presents one of these tokens as its bearer.
[[nodiscard]] bool bears_one_of(const TokenSet& tokens, const Request& request);

}  // namespace pancake
