#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "text_words.h"

// In WebAssembly clang calls what it had better inline: a third of all answers with short visitor
// keys. GCC knows better by itself, by a tenth.
#ifdef __wasm__
#define PANCAKE_WASM_INLINE [[gnu::always_inline]]
#else
#define PANCAKE_WASM_INLINE
#endif

namespace pancake {

/// XXH64, seed 0, of short texts one behind the other, without joining them in memory: a processor
/// that reads back what it just wrote in other pieces waits, and xxHash reads memory. Here they are
/// joined word by word in a register, and each full word goes right into its round. The rounds are
/// those of the specification (xxHash, doc/xxhash_spec.md).
///
/// Inlined even where clang would not: in WebAssembly a third of all answers with short visitor
/// keys.
///
/// `has_stripes`: whether all that is added makes 32 bytes or more. Less is nearly a fifth faster
/// in code that knows of no stripes.
template <bool has_stripes>
class JoinedHash {
 public:
  /// `size`: of all that is going to be added.
  explicit JoinedHash(std::size_t size) noexcept
      : lane_words_(size / stripe_bytes * lane_count), size_(size), hash_(prime5 + size) {}

  PANCAKE_WASM_INLINE void add(std::string_view text) noexcept {
    if (text.size() < word_bytes) return add_bytes(short_word(text), text.size());
    // The first word fills up what is there; from then on the words are read where they begin.
    const char* at = text.data();
    const char* const end = at + text.size();
    take(rest_ | word_at(at) << rest_bits_);
    for (at += word_bytes - rest_bits_ / 8; at + word_bytes <= end; at += word_bytes) {
      take(word_at(at));
    }
    rest_bits_ = 8 * static_cast<unsigned>(end - at);
    rest_ = upper_bits(word_at(end - word_bytes), rest_bits_);
  }

  /// `count` bytes, 8 at most, the first one lowest; those above are zero.
  PANCAKE_WASM_INLINE void add_bytes(std::uint64_t bytes, std::size_t count) noexcept {
    const std::uint64_t joined = rest_ | bytes << rest_bits_;
    const unsigned bits = rest_bits_ + 8 * static_cast<unsigned>(count);
    if (bits < 64) {
      rest_ = joined;
    } else {
      take(joined);
      rest_ = upper_bits(bytes, rest_bits_);
    }
    rest_bits_ = bits % 64;
  }

  /// Of all that was added, once all of it was.
  [[nodiscard]] std::uint64_t value() const noexcept {
    std::uint64_t hash = hash_;
    std::uint64_t rest = rest_;
    if ((size_ & 4U) != 0) {
      hash = std::rotl(hash ^ (rest & 0xFFFFFFFFU) * prime1, 23) * prime2 + prime3;
      rest >>= 32U;
    }
    for (std::size_t left = size_ % 4; left > 0; --left) {
      hash = std::rotl(hash ^ (rest & 0xFFU) * prime5, 11) * prime1;
      rest >>= 8U;
    }
    hash = (hash ^ hash >> 33U) * prime2;
    hash = (hash ^ hash >> 29U) * prime3;
    return hash ^ hash >> 32U;
  }

 private:
  static constexpr std::uint64_t prime1 = 0x9E3779B185EBCA87U;
  static constexpr std::uint64_t prime2 = 0xC2B2AE3D27D4EB4FU;
  static constexpr std::uint64_t prime3 = 0x165667B19E3779F9U;
  static constexpr std::uint64_t prime4 = 0x85EBCA77C2B2AE63U;
  static constexpr std::uint64_t prime5 = 0x27D4EB2F165667C5U;
  static constexpr std::size_t lane_count = 4;
  static constexpr std::size_t stripe_bytes = lane_count * word_bytes;

  PANCAKE_WASM_INLINE void take(std::uint64_t word) noexcept {
    if (!has_stripes || lane_words_ == 0) {
      hash_ = std::rotl(hash_ ^ round(0, word), 27) * prime1 + prime4;
      return;
    }
    // The lane whose turn it is comes first, and goes to the back: no index, so all in registers.
    const std::uint64_t lane = round(lane1_, word);
    lane1_ = lane2_;
    lane2_ = lane3_;
    lane3_ = lane4_;
    lane4_ = lane;
    if (--lane_words_ == 0) join_lanes();
  }

  void join_lanes() noexcept {
    hash_ =
        std::rotl(lane1_, 1) + std::rotl(lane2_, 7) + std::rotl(lane3_, 12) + std::rotl(lane4_, 18);
    for (const std::uint64_t lane : {lane1_, lane2_, lane3_, lane4_}) {
      hash_ = (hash_ ^ round(0, lane)) * prime1 + prime4;
    }
    hash_ += size_;
  }

  static std::uint64_t round(std::uint64_t lane, std::uint64_t word) noexcept {
    return std::rotl(lane + word * prime2, 31) * prime1;
  }

  std::uint64_t lane1_ = prime1 + prime2;
  std::uint64_t lane2_ = prime2;
  std::uint64_t lane3_ = 0;
  std::uint64_t lane4_ = 0 - prime1;
  std::size_t lane_words_;  ///< so many are still to come; behind them, what fills no stripe
  std::size_t size_;
  std::uint64_t hash_;
  std::uint64_t rest_ = 0;  ///< what there is of the next word
  unsigned rest_bits_ = 0;
};

}  // namespace pancake

#undef PANCAKE_WASM_INLINE
