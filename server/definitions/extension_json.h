#pragma once

#include <nlohmann/json.hpp>

#include "definitions/definitions.h"

namespace pancake {

/// A feature as the definitions file has it: {"default":42,"description":"…","client":true}.
/// Empty descriptions and `client: false` are left out. A feature without default has none, and
/// cannot be read back.
[[nodiscard]] nlohmann::ordered_json feature_json(const FeatureDefinition& definition);

/// An extension as a member of `extensions` in the definitions file: `parse_definitions` reads
/// it back as it was. What has its default value is left out.
[[nodiscard]] nlohmann::ordered_json extension_json(const ExtensionDefinition& extension);

}  // namespace pancake
