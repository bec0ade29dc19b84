#pragma once

#include <string>
#include <string_view>

namespace pancake {

/// A text from a store or a command line, safe to show: control characters (a tab apart) and
/// bytes that are not UTF-8 become `\x1b`, so that no name can move the cursor or fake a line.
[[nodiscard]] std::string shown(std::string_view text);

}  // namespace pancake
