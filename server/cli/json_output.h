#pragma once

#include <nlohmann/json.hpp>
#include <ostream>

#include "definitions/definitions.h"

namespace pancake {

/// One line of JSON. Bytes that are not UTF-8, which only a foreign store can hold, become
/// U+FFFD.
void write_json_line(std::ostream& out, const nlohmann::ordered_json& json);

/// A default as JSON, written as in its definition (42 stays 42); null if nobody defined it.
[[nodiscard]] nlohmann::ordered_json default_json(const FeatureDefinition& definition);

}  // namespace pancake
