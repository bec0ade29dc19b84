#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "definitions/definitions.h"

namespace pancake {

/// A default from JSON: true, false, 0 or 1 for switches and flags, a number from 0 to 100 for
/// samples (flask-pancake 0.5.2 takes the same). Its text is the number as Python shows it, so
/// that 42 stays 42 and 42.00 becomes 42.0. The error says what is wrong with the value alone:
/// "142 is outside 0 to 100".
[[nodiscard]] tl::expected<FeatureDefault, std::string> feature_default(
    FeatureKind kind, const nlohmann::ordered_json& json);

}  // namespace pancake
