#pragma once

#include <string>
#include <string_view>

namespace pancake {

/// Appends text with `& < > " '` escaped: safe between tags and in quoted attributes.
void append_html_text(std::string& out, std::string_view text);

}  // namespace pancake
