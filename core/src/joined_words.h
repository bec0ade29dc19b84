#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace pancake {

/// Joins short texts in memory by whole words, for a hash that reads words: a processor that reads
/// bytes right after they were written waits, unless it reads them in the pieces in which they
/// were written.
///
/// Small enough to be copied, and so to go on more than once from the same place.
class JoinedWords {
 public:
  static constexpr std::size_t word_bytes = sizeof(std::uint64_t);

  /// How many words of room so many bytes take.
  static constexpr std::size_t words_for(std::size_t bytes) noexcept {
    return bytes / word_bytes + 1;
  }

  /// `room` is borrowed and large enough for all that is to be added; what is in it counts for
  /// nothing.
  explicit JoinedWords(std::uint64_t* room) noexcept : next_(room) {}

  void add(std::string_view text) noexcept { add(text, 0); }
  /// The text and a byte of zero.
  void add_with_zero(std::string_view text) noexcept { add(text, 1); }

  /// `count` bytes, 8 at most, the first one lowest; those above are zero.
  void add_bytes(std::uint64_t bytes, std::size_t count) noexcept {
    const unsigned bits = rest_bits_ + 8 * static_cast<unsigned>(count);
    *next_ = rest_ | bytes << rest_bits_;
    if (bits >= 64) {
      ++next_;
      *next_ = upper(bytes, rest_bits_);
    }
    rest_ = *next_;
    rest_bits_ = bits % 64;
  }

  /// The bytes of a text of less than a word, for add_bytes().
  static std::uint64_t few_bytes(std::string_view text) noexcept {
    std::uint64_t bytes = 0;
    for (std::size_t at = text.size(); at-- > 0;) {
      bytes = bytes << 8U | static_cast<unsigned char>(text[at]);
    }
    return bytes;
  }

 private:
  void add(std::string_view text, unsigned zeros) noexcept {
    const std::size_t last_bytes = text.size() % word_bytes;
    if (text.size() < word_bytes) {
      add_bytes(few_bytes(text), last_bytes + zeros);
      return;
    }
    const char* at = text.data();
    const char* const last = at + text.size() - word_bytes;
    for (; at <= last; at += word_bytes) add_word(word_at(at));
    add_bytes(upper(word_at(last), 8 * static_cast<unsigned>(last_bytes)), last_bytes + zeros);
  }

  void add_word(std::uint64_t word) noexcept {
    *next_++ = rest_ | word << rest_bits_;
    rest_ = upper(word, rest_bits_);
  }

  /// The uppermost bits of a word, 63 at most.
  static std::uint64_t upper(std::uint64_t word, unsigned bits) noexcept {
    return word >> 1U >> (63 - bits);
  }

  static std::uint64_t word_at(const char* at) noexcept {
    std::uint64_t word = 0;
    std::memcpy(&word, at, sizeof word);
    return word;
  }

  std::uint64_t* next_;     ///< of the next word; what there is of it already lies there
  std::uint64_t rest_ = 0;  ///< that
  unsigned rest_bits_ = 0;
};

}  // namespace pancake
