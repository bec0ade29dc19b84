#include "python/text_repr.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "python/printable_table.h"
#include "python/utf8.h"

namespace pancake {

namespace {

bool is_printable(char32_t point) {
  const auto run = std::ranges::lower_bound(unprintable_runs, point, {}, &UnprintableRun::last);
  return run == unprintable_runs.end() || point < run->first;
}

/// Python's quotes: single ones, unless the text has only those inside.
char quote_of(std::string_view text) {
  const bool has_single = text.find('\'') != std::string_view::npos;
  const bool has_double = text.find('"') != std::string_view::npos;
  return has_single && !has_double ? '"' : '\'';
}

/// Appends `\x0a`, `\u200b` or `\U000e0001`.
void append_hex(std::string& text, char letter, unsigned digits, char32_t point) {
  constexpr std::string_view hex = "0123456789abcdef";
  text += '\\';
  text += letter;
  for (unsigned left = digits; left-- > 0;) text += hex[(point >> (4 * left)) & 0xFU];
}

void append_escape(std::string& text, char32_t point) {
  switch (point) {
    case U'\n': text += "\\n"; return;
    case U'\r': text += "\\r"; return;
    case U'\t': text += "\\t"; return;
    default: break;
  }
  if (point <= 0xFF) return append_hex(text, 'x', 2, point);
  if (point <= 0xFFFF) return append_hex(text, 'u', 4, point);
  append_hex(text, 'U', 8, point);
}

}  // namespace

std::string text_repr(std::string_view text) {
  const char quote = quote_of(text);
  std::string shown(1, quote);
  for (std::size_t position = 0; position < text.size();) {
    const std::size_t begin = position;
    const auto point = next_code_point(text, position);
    if (!point) {
      // A byte that is not UTF-8: Python reads arguments with "surrogateescape".
      append_hex(shown, 'u', 4, 0xDC00U + static_cast<unsigned char>(text[position++]));
    } else if (*point == U'\\' || *point == static_cast<unsigned char>(quote)) {
      shown += '\\';
      shown += text[begin];
    } else if (is_printable(*point)) {
      shown += text.substr(begin, position - begin);
    } else {
      append_escape(shown, *point);
    }
  }
  return shown += quote;
}

}  // namespace pancake
