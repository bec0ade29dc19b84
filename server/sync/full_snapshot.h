#pragma once

#include <memory>

#include "store/stored_overrides.h"
#include "sync/feature_table.h"
#include "sync/override_meaning.h"

namespace pancake {

/// The full snapshot of a table that has none yet, with these overrides.
[[nodiscard]] Result<std::shared_ptr<const Snapshot>> full_snapshot(
    const FeatureTable& table, const OverrideMeaning& meaning, const StoredOverrides& overrides);

}  // namespace pancake
