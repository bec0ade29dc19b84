#include "python/float_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>

namespace pancake {

namespace {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

constexpr char to_lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string_view without_blanks(std::string_view text) {
  constexpr std::string_view blanks = " \t\n\r\f\v";
  const auto first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

/// Takes digits with single underscores between them off the front; false if there are none or
/// an underscore stands elsewhere.
bool take_digits(std::string_view& text, std::string& digits) {
  const auto before = digits.size();
  while (!text.empty()) {
    const bool between = digits.size() > before && text.size() > 1 && is_digit(text[1]);
    if (text[0] == '_' && between) {
      text.remove_prefix(1);
    } else if (!is_digit(text[0])) {
      break;
    }
    digits += text[0];
    text.remove_prefix(1);
  }
  return digits.size() > before;
}

bool take(std::string_view& text, std::string_view any_of) {
  if (text.empty() || any_of.find(text[0]) == std::string_view::npos) return false;
  text.remove_prefix(1);
  return true;
}

/// A decimal without its sign, underscores taken out; no value if it is none.
std::optional<std::string> plain_decimal(std::string_view text) {
  std::string plain;
  const bool whole = take_digits(text, plain);
  if (take(text, ".")) {
    plain += '.';
    const bool fraction = take_digits(text, plain);
    if (!whole && !fraction) return std::nullopt;
  } else if (!whole) {
    return std::nullopt;
  }
  if (take(text, "eE")) {
    plain += 'e';
    if (!text.empty() && (text[0] == '-' || text[0] == '+')) {
      plain += text[0];
      text.remove_prefix(1);
    }
    if (!take_digits(text, plain)) return std::nullopt;
  }
  if (!text.empty()) return std::nullopt;
  return plain;
}

}  // namespace

std::string float_text(double number) {
  if (std::isnan(number)) return "nan";
  if (std::isinf(number)) return number < 0 ? "-inf" : "inf";
  const double size = std::fabs(number);
  const bool fixed = size == 0 || (size >= 1e-4 && size < 1e16);
  std::array<char, 32> room;
  const auto written =
      std::to_chars(room.data(), room.data() + room.size(), number,
                    fixed ? std::chars_format::fixed : std::chars_format::scientific);
  std::string text(room.data(), written.ptr);
  if (fixed && text.find('.') == std::string::npos) text += ".0";
  return text;
}

std::optional<double> parse_float(std::string_view text) {
  text = without_blanks(text);
  const bool negative = !text.empty() && text[0] == '-';
  take(text, "+-");
  const auto sign = [negative](double number) { return negative ? -number : number; };

  std::string word(text.substr(0, 16));
  std::ranges::transform(word, word.begin(), to_lower);
  if (word == "nan") return std::numeric_limits<double>::quiet_NaN();
  if (word == "inf" || word == "infinity") return sign(std::numeric_limits<double>::infinity());

  const auto plain = plain_decimal(text);
  if (!plain) return std::nullopt;
  double number = 0;
  const auto read = std::from_chars(plain->data(), plain->data() + plain->size(), number);
  // Too large or too small to be told apart from infinity or 0: strtod says which.
  if (read.ec == std::errc::result_out_of_range) number = std::strtod(plain->c_str(), nullptr);
  return sign(number);
}

}  // namespace pancake
