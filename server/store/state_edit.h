#pragma once

#include "store/store.h"

namespace pancake {

/// Carries a change out on a state in memory. The revision is left alone.
void edit(StoredState& state, const Change& change);

/// The state with only those overrides that belong to these ids.
[[nodiscard]] StoredState state_for(const StoredState& state, ObjectIds ids);

}  // namespace pancake
