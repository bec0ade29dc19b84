#include "python/text_float.h"

#include <algorithm>
#include <string>

#include "python/decimal_digit_table.h"
#include "python/float_text.h"
#include "python/utf8.h"

namespace pancake {

namespace {

/// Python's str.isspace() outside ASCII.
bool is_blank(char32_t point) {
  return point == 0x85 || point == 0xA0 || point == 0x1680 ||
         (point >= 0x2000 && point <= 0x200A) || point == 0x2028 || point == 0x2029 ||
         point == 0x202F || point == 0x205F || point == 0x3000;
}

/// The digit that a code point outside ASCII stands for, or a blank, or no value.
std::optional<char> ascii_of(char32_t point) {
  if (is_blank(point)) return ' ';
  const auto after = std::ranges::upper_bound(decimal_zeros, point);
  if (after == decimal_zeros.begin()) return std::nullopt;
  const char32_t digit = point - *(after - 1);
  if (digit > 9) return std::nullopt;
  return static_cast<char>('0' + digit);
}

}  // namespace

std::optional<double> parse_typed_float(std::string_view text) {
  std::string ascii;
  for (std::size_t position = 0; position < text.size();) {
    const auto point = next_code_point(text, position);
    if (!point) return std::nullopt;
    const auto character = *point < 0x80 ? static_cast<char>(*point) : ascii_of(*point);
    if (!character) return std::nullopt;
    ascii += *character;
  }
  return parse_float(ascii);
}

}  // namespace pancake
