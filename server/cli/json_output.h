#pragma once

#include <nlohmann/json.hpp>
#include <ostream>

namespace pancake {

/// One line of JSON. Bytes that are not UTF-8, which only a foreign store can hold, become
/// U+FFFD.
void write_json_line(std::ostream& out, const nlohmann::ordered_json& json);

}  // namespace pancake
