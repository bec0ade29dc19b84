#pragma once

#include <vector>

#include "pancake/snapshot.h"

namespace pancake {

/// A snapshot's override rows that count, by group and object id. They live as long as it.
[[nodiscard]] std::vector<Snapshot::OverrideRow> override_rows(const Snapshot& snapshot);

}  // namespace pancake
