#pragma once

#include <bit>
#include <cstdint>
#include <string_view>

#include "text_words.h"

namespace pancake {

/// Where an object id of a group belongs in the slots of a snapshot, before it is taken modulo
/// their count. Part of the format: a snapshot carries its slots (payload_fields.h).
///
///   words  the id by 8 bytes, the first one lowest; one more word for what is behind them, filled
///          up with zeros, even if that is nothing
///   key    (group << 32 | bytes of the id) * prime1 for the first word, then rotated left by 25
///          for each next one
///   sum    over all words: with word ^ key, its lower half * its upper half
///   hash   the upper half of (sum ^ sum >> 32) * prime2
///
/// No word waits for the one before, as those of XXH64 do, and products of halves are what
/// WebAssembly knows too. The keys turn, since keys at equal distances would let many ids of like
/// words meet.
#ifdef PANCAKE_SHORT_CODE
[[gnu::noinline]]  // Who builds snapshots too calls it twice.
#endif
[[nodiscard]] inline std::uint32_t
slot_hash(std::uint32_t group, std::string_view object_id) noexcept {
  // Those of XXH64: a page has them already.
  constexpr std::uint64_t prime1 = 0x9E3779B185EBCA87U;
  constexpr std::uint64_t prime2 = 0xC2B2AE3D27D4EB4FU;
  std::uint64_t key = (std::uint64_t{group} << 32U | object_id.size()) * prime1;
  std::uint64_t sum = 0;
  const auto add = [&key, &sum](std::uint64_t word) {
    word ^= key;
    sum += (word & 0xFFFFFFFFU) * (word >> 32U);
    key = std::rotl(key, 25);
  };
  for (; object_id.size() >= word_bytes; object_id.remove_prefix(word_bytes)) {
    add(word_at(object_id.data()));
  }
  add(short_word(object_id));
  return static_cast<std::uint32_t>((sum ^ sum >> 32U) * prime2 >> 32U);
}

}  // namespace pancake
