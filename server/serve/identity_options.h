#pragma once

#include "identity/identity_rules.h"
#include "serve/serve.h"

namespace pancake {

/// Whom a server with these options believes: reads its JWT keys. Nobody but the loopback is a
/// trusted proxy where none is named and `loopback_only`, and nobody at all elsewhere. Error
/// usage or io: a line, an address or a file that cannot be used, by option and number.
[[nodiscard]] Result<IdentityRules> identity_rules(const ServeOptions& options, bool loopback_only);

/// Refuses to serve what other machines reach without what protects it (error usage): an admin
/// API without tokens, tokens in plain text of under 32 bytes, and tokens over HTTP without TLS,
/// unless the options say that this is meant.
[[nodiscard]] Result<void> check_exposure(const ServeOptions& options, bool loopback_only,
                                          const TokenSet& tokens);

/// What is allowed and yet probably not meant, as sentences for the log: plain tokens, headers
/// and claims that nobody is believed to have.
[[nodiscard]] std::vector<std::string> identity_warnings(const ServeOptions& options,
                                                         bool loopback_only,
                                                         const TokenSet& tokens);

}  // namespace pancake
