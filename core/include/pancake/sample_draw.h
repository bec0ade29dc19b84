#pragma once

#include <string_view>

namespace pancake {

/// Where one visitor stands on the 0 to 100 scale of one sample.
///
/// The draw depends on the three texts alone: every build, on every platform, in every
/// release gives the same answer for the same texts (tests/vectors/sample_draw.json).
/// Changing it would move every visitor of every user: never do.
///
///   extension \0 sample \0 visitor  --XXH64, seed 0-->  top 53 bits / 2^53 * 100  =  [0, 100)
///
/// `visitor` may be any bytes, not only UTF-8; an empty one is a visitor like any other.
[[nodiscard]] double sample_draw(std::string_view extension, std::string_view sample,
                                 std::string_view visitor) noexcept;

/// Whether a draw falls under a ratio: 0 takes nobody, 100 takes everybody, and raising
/// the ratio never takes out a visitor who was in. Nobody is under a ratio that is no number.
[[nodiscard]] constexpr bool sample_is_active(double draw, double ratio) noexcept {
  return draw < ratio;
}

}  // namespace pancake
