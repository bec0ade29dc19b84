#pragma once

#include <string>

#include "pancake/snapshot.h"

namespace pancake {

/// A snapshot as JSON: the form of `/snapshot/EXT` for `Accept: application/json`, of
/// `pancake snapshot inspect --json`, and what `pancake-flags/json` makes bytes of. One line
/// with a final newline; members that say nothing (null, false, empty) are left out except
/// `default` and `state`.
[[nodiscard]] std::string snapshot_json(const Snapshot& snapshot);

}  // namespace pancake
