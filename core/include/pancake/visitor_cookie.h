#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace pancake {

/// The visitor cookie: four characters, the first of which is the version.
///
///   '1'  c  c  c        c = A-Z a-z 0-9 - _  (base64url, 6 bits each, most significant first)
///        └── visitor key, 18 random bits ──┘
///
/// 18 bits are fine enough for a ratio (262,144 keys) and too few to recognise a person by.

/// How many bits of randomness a visitor key takes.
inline constexpr unsigned visitor_key_bits = 18;

/// The visitor key (the three characters) in a cookie's value; nothing if the value is not
/// exactly of this form. The answer points into `cookie_value`.
[[nodiscard]] std::optional<std::string_view> read_visitor_cookie(
    std::string_view cookie_value) noexcept;

/// The cookie's value for 18 random bits; higher bits of `random_bits` are ignored.
[[nodiscard]] std::array<char, 4> write_visitor_cookie(std::uint32_t random_bits) noexcept;

}  // namespace pancake
