#pragma once

#include "error.h"
#include "pancake/snapshot_builder.h"
#include "sync/feature_table.h"

namespace pancake {

/// A builder that has all of a table that a scope may hold, but no overrides. Of the full one the
/// places of groups and flags are the table's.
[[nodiscard]] Result<SnapshotBuilder> snapshot_features(const FeatureTable& table, Scope scope);

/// What core refused of a table, as an error for people.
[[nodiscard]] Error does_not_fit(const FeatureTable& table, CoreError error);

}  // namespace pancake
