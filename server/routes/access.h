#pragma once

#include "http/request.h"
#include "routes/site.h"

namespace pancake {

/// Whether a request may see everything without a token: the server was started without any, it
/// listens on the loopback alone, the request is addressed to the loopback by name or number, and
/// no proxy says that it passed it on. (A page of another site that has its name resolve to
/// 127.0.0.1 asks for another Host.) A proxy that says nothing cannot be told from a program of
/// this machine: whoever puts one in front gives the server tokens.
[[nodiscard]] bool needs_no_token(const Site& site, const Request& request);

/// Whether the request presents one of these tokens as its bearer.
[[nodiscard]] bool bears_one_of(const TokenSet& tokens, const Request& request);

}  // namespace pancake
