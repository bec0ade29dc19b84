#pragma once

#include <cstdint>
#include <map>

#include "pancake/snapshot.h"
#include "typical_features.h"

namespace pancake::test {

// Google Benchmark calls a function until it has run for long enough: what it measures on is made
// once.

/// The snapshot of typical_features().
inline const Snapshot& typical(std::uint32_t features) {
  static std::map<std::uint32_t, Snapshot> kept;
  if (!kept.contains(features)) kept.emplace(features, opened(typical_features(features)));
  return kept.at(features);
}

/// The snapshot of overridden_flag().
inline const Snapshot& overridden(std::uint32_t ids) {
  static std::map<std::uint32_t, Snapshot> kept;
  if (!kept.contains(ids)) kept.emplace(ids, opened(overridden_flag(ids)));
  return kept.at(ids);
}

}  // namespace pancake::test
