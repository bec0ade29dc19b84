#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace pancake {

/// The code point that begins at `position`, which moves past it. No value, and `position` stays,
/// if the bytes there are not UTF-8 (cut, overlong, a surrogate, above U+10FFFF).
/// `position` must be below the text's length.
[[nodiscard]] std::optional<char32_t> next_code_point(std::string_view text,
                                                      std::size_t& position) noexcept;

/// Whether all of a text is UTF-8.
[[nodiscard]] bool is_utf8(std::string_view text) noexcept;

/// Appends a code point as UTF-8. It must be at most U+10FFFF.
void append_utf8(std::string& text, char32_t point);

}  // namespace pancake
