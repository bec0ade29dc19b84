#include "views/shown_text.h"

#include "python/utf8.h"

namespace pancake {

namespace {

void append_byte_escape(std::string& text, unsigned value) {
  constexpr std::string_view hex = "0123456789abcdef";
  text += "\\x";
  text += hex[(value >> 4U) & 0xFU];
  text += hex[value & 0xFU];
}

bool is_control(char32_t point) {
  return (point < 0x20 && point != U'\t') || (point >= 0x7F && point <= 0x9F);
}

}  // namespace

std::string shown(std::string_view text) {
  std::string safe;
  for (std::size_t position = 0; position < text.size();) {
    const std::size_t begin = position;
    const auto point = next_code_point(text, position);
    if (!point) {
      append_byte_escape(safe, static_cast<unsigned char>(text[position++]));
    } else if (is_control(*point)) {
      append_byte_escape(safe, *point);
    } else {
      safe += text.substr(begin, position - begin);
    }
  }
  return safe;
}

}  // namespace pancake
