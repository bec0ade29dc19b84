#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace pancake {

/// Text with %XX decoded to bytes. No value if a `%` is not followed by two hexadecimal digits.
[[nodiscard]] std::optional<std::string> percent_decoded(std::string_view text);

}  // namespace pancake
