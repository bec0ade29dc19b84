#pragma once

#include <cstdint>

#include "sync/feature_table.h"
#include "sync/override_meaning.h"

namespace pancake {

/// Gives a table that has none yet its full snapshot. `before` is the table before, null for none:
/// where its features and groups have the same places, only what changed is written, as a layer
/// over the snapshot that the one before is a layer over too (pancake/snapshot.h).
[[nodiscard]] Result<void> make_full_snapshot(FeatureTable& table, const OverrideMeaning& meaning,
                                              const FeatureTable* before,
                                              const LayerLimits& limits);

}  // namespace pancake
