#include "identity/base64.h"

#include <array>
#include <cstdint>

namespace pancake {
namespace {

constexpr std::string_view alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

constexpr std::uint8_t no_digit = 0xFF;

constexpr std::array<std::uint8_t, 256> digits = [] {
  std::array<std::uint8_t, 256> table{};
  table.fill(no_digit);
  for (std::size_t value = 0; value < alphabet.size(); ++value) {
    table[static_cast<unsigned char>(alphabet[value])] = static_cast<std::uint8_t>(value);
  }
  table['+'] = 62;
  table['/'] = 63;
  return table;
}();

}  // namespace

std::string to_base64url(std::string_view bytes) {
  std::string text;
  text.reserve((bytes.size() * 4 + 2) / 3);
  std::uint32_t bits = 0;
  unsigned held = 0;
  for (const char byte : bytes) {
    bits = (bits << 8U) | static_cast<unsigned char>(byte);
    held += 8;
    while (held >= 6) {
      held -= 6;
      text += alphabet[(bits >> held) & 63U];
    }
  }
  if (held != 0) text += alphabet[(bits << (6 - held)) & 63U];
  return text;
}

std::optional<std::string> from_base64url(std::string_view text) {
  auto bytes = from_lenient_base64(text);
  if (bytes && to_base64url(*bytes) != text) return std::nullopt;
  return bytes;
}

std::optional<std::string> from_lenient_base64(std::string_view text) {
  const std::size_t missing_padding = (4 - text.size() % 4) % 4;
  std::string bytes;
  bytes.reserve(text.size() / 4 * 3 + 3);
  std::uint32_t bits = 0;
  unsigned place = 0;  // of the next digit in its group of four
  unsigned pads = 0;
  for (std::size_t index = 0; index < text.size() + missing_padding; ++index) {
    const char character = index < text.size() ? text[index] : '=';
    if (character == '=') {
      if (place >= 2 && place + ++pads >= 4) return bytes;
      continue;
    }
    const std::uint8_t digit = digits[static_cast<unsigned char>(character)];
    if (digit == no_digit) continue;
    pads = 0;
    bits = (bits << 6U) | digit;
    if (place != 0) bytes += static_cast<char>((bits >> (6 - 2 * place)) & 0xFFU);
    place = (place + 1) % 4;
  }
  if (place != 0) return std::nullopt;
  return bytes;
}

}  // namespace pancake
