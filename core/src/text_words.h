#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace pancake {

// Texts by words of 8 bytes, the first byte lowest.

inline constexpr std::size_t word_bytes = sizeof(std::uint64_t);

[[nodiscard]] inline std::uint64_t word_at(const char* at) noexcept {
  std::uint64_t word = 0;
  std::memcpy(&word, at, sizeof word);
  return word;
}

/// The uppermost bits of a word, 63 at most, as its lowest ones.
[[nodiscard]] inline std::uint64_t upper_bits(std::uint64_t word, unsigned bits) noexcept {
  return word >> 1U >> (63 - bits);
}

/// A text of less than a word; the bytes that it lacks are zero.
[[nodiscard]] inline std::uint64_t short_word(std::string_view text) noexcept {
#ifndef PANCAKE_SHORT_CODE
  if (text.size() >= sizeof(std::uint32_t)) {
    // Two halves, of which the second may begin in the first.
    const std::size_t second_at = text.size() - sizeof(std::uint32_t);
    std::uint32_t first = 0;
    std::uint32_t second = 0;
    std::memcpy(&first, text.data(), sizeof first);
    std::memcpy(&second, text.data() + second_at, sizeof second);
    return first | std::uint64_t{second} << 8 * second_at;
  }
#endif
  std::uint64_t word = 0;
  for (std::size_t at = text.size(); at-- > 0;) {
    word = word << 8U | static_cast<unsigned char>(text[at]);
  }
  return word;
}

/// Whether two texts are the same. Those of a word or more are compared by words: where they
/// differ they mostly do in the first one, and memcmp() is a call.
[[nodiscard]] inline bool is_same(std::string_view a, std::string_view b) noexcept {
#ifndef PANCAKE_SHORT_CODE
  if (a.size() != b.size()) return false;
  if (a.size() >= word_bytes) {
    const std::size_t last = a.size() - word_bytes;
    for (std::size_t at = 0; at < last; at += word_bytes) {
      if (word_at(a.data() + at) != word_at(b.data() + at)) return false;
    }
    return word_at(a.data() + last) == word_at(b.data() + last);
  }
#endif
  return a == b;
}

}  // namespace pancake
