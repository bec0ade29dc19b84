#include "python/utf8.h"

namespace pancake {

namespace {

constexpr bool is_continuation(unsigned char byte) { return (byte & 0xC0U) == 0x80U; }

/// How many bytes follow a first byte, and the smallest code point that needs as many.
struct Sequence {
  std::size_t more;
  char32_t smallest;
};

constexpr std::optional<Sequence> sequence_of(unsigned char first) {
  if (first < 0x80) return Sequence{0, 0};
  if ((first & 0xE0U) == 0xC0U) return Sequence{1, 0x80};
  if ((first & 0xF0U) == 0xE0U) return Sequence{2, 0x800};
  if ((first & 0xF8U) == 0xF0U) return Sequence{3, 0x10000};
  return std::nullopt;
}

}  // namespace

std::optional<char32_t> next_code_point(std::string_view text, std::size_t& position) noexcept {
  const auto first = static_cast<unsigned char>(text[position]);
  const auto sequence = sequence_of(first);
  if (!sequence || text.size() - position <= sequence->more) return std::nullopt;
  char32_t point = sequence->more == 0 ? first : first & (0x3FU >> sequence->more);
  for (std::size_t i = 1; i <= sequence->more; ++i) {
    const auto byte = static_cast<unsigned char>(text[position + i]);
    if (!is_continuation(byte)) return std::nullopt;
    point = (point << 6U) | (byte & 0x3FU);
  }
  const bool is_surrogate = point >= 0xD800 && point <= 0xDFFF;
  if (point < sequence->smallest || is_surrogate || point > 0x10FFFF) return std::nullopt;
  position += sequence->more + 1;
  return point;
}

bool is_utf8(std::string_view text) noexcept {
  for (std::size_t position = 0; position < text.size();) {
    if (!next_code_point(text, position)) return false;
  }
  return true;
}

void append_utf8(std::string& text, char32_t point) {
  const auto add = [&text](char32_t bits) { text += static_cast<char>(bits); };
  if (point < 0x80) return add(point);
  if (point < 0x800) {
    add(0xC0U | (point >> 6U));
  } else {
    if (point < 0x10000) {
      add(0xE0U | (point >> 12U));
    } else {
      add(0xF0U | (point >> 18U));
      add(0x80U | ((point >> 12U) & 0x3FU));
    }
    add(0x80U | ((point >> 6U) & 0x3FU));
  }
  add(0x80U | (point & 0x3FU));
}

}  // namespace pancake
