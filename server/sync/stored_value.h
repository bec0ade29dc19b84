#pragma once

#include <optional>
#include <string>

#include "pancake/feature.h"
#include "store/store.h"

namespace pancake {

/// What a stored text means: a value, or why it has none. Exactly one of the two is there.
struct ValueReading {
  std::optional<double> value;         ///< switches and flags: 0 or 1; samples: the ratio
  std::optional<std::string> problem;  ///< "holds a Redis list", "'abc' is not a number"
};

/// Reads what is stored for a switch or flag (flask-pancake 0.5.2: exactly `0` or `1`), or for
/// a sample (what Python's float() takes, if it lies in 0 to 100).
[[nodiscard]] ValueReading read_value(FeatureKind kind, const StoredValue& stored);

}  // namespace pancake
