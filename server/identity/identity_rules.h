#pragma once

#include "identity/evidence.h"
#include "identity/tokens.h"

namespace pancake {

/// Whom the server believes: its callers by their tokens, and visitors by evidence.
struct IdentityRules {
  TokenSet tokens;
  EvidenceRules evidence;
};

}  // namespace pancake
