#pragma once

#include <string>
#include <string_view>

namespace pancake {

/// Appends UTF-8 text as a JSON string, quotes included, in ASCII: everything else becomes \u
/// escapes, as Flask writes JSON. Bytes that are not UTF-8 become U+FFFD.
void append_json_text(std::string& out, std::string_view text);

}  // namespace pancake
