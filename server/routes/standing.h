#pragma once

#include <string>

#include "serve/published.h"

namespace pancake {

/// What somebody who looks at an overview has to know of the state that is shown, where it is not
/// what the store says now: since when, from where, and why. A sentence or more; empty while the
/// store is followed and believed.
[[nodiscard]] std::string standing_of(const SyncHealth& health);

}  // namespace pancake
