#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace pancake {

/// A number as Python's repr() writes a float: the shortest digits that read back the same,
/// exponent form from 1e16 up and below 1e-4 ("42.0", "1e-05", "nan", "inf").
/// flask-pancake 0.5.2 stores and shows ratios so.
[[nodiscard]] std::string float_text(double number);

/// A text as Python's float() reads it: blanks around, underscores between digits, exponents,
/// "nan" and "inf" are taken, "0x10" is not (tests/golden/vectors_float.json, `parse_redis`).
/// No value if Python would refuse it. The range is the caller's business.
[[nodiscard]] std::optional<double> parse_float(std::string_view text);

}  // namespace pancake
