#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "definitions/definitions.h"

namespace pancake {

/// A definition as stores keep it, without its name and kind, which are the key:
///
///   {"default":42.0,"description":"…","client":true}
///
/// Empty descriptions and `client: false` are left out; the default keeps its text.
[[nodiscard]] std::string definition_json(const FeatureDefinition& definition);

/// Reads what definition_json wrote. No value if the text is something else, or its default is
/// not one for this kind.
[[nodiscard]] std::optional<FeatureDefinition> parse_definition(FeatureKind kind, std::string name,
                                                                std::string_view json);

}  // namespace pancake
