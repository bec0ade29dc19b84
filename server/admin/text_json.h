#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace pancake {

/// Puts a text of any bytes into an object: as member `key`, or, where it is not UTF-8 and so no
/// JSON text, as `<key>_hex` in hexadecimal.
void put_text(nlohmann::ordered_json& object, const std::string& key, std::string_view text);

/// The bytes of hexadecimal digits; no value for anything else.
[[nodiscard]] std::optional<std::string> from_hex(std::string_view hex);

/// One line of JSON; bytes that are not UTF-8 become U+FFFD.
[[nodiscard]] std::string json_line(const nlohmann::ordered_json& json);

}  // namespace pancake
