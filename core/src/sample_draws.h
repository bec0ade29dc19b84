#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "hash.h"
#include "joined_words.h"
#include "pancake/sample_draw.h"

namespace pancake {

/// Where a hash stands on the scale of draws.
[[nodiscard]] inline double draw_of(std::uint64_t hash) noexcept {
  const std::uint64_t top_53_bits = hash >> 11U;
  return static_cast<double>(top_53_bits) * 0x1p-53 * 100.0;
}

/// One visitor's draws for samples of one extension: what sample_draw() gives for each.
///
/// In a quarter of its time where code may be long, which it may not in a page or a worker. The
/// texts are borrowed.
class SampleDraws {
 public:
  SampleDraws(std::string_view extension, std::string_view visitor) noexcept
      : extension_(extension), visitor_(visitor) {
#ifndef PANCAKE_SHORT_CODE
    if (extension.size() < most_bytes) extension_words_.add_with_zero(extension);
    if (visitor.size() < JoinedWords::word_bytes) visitor_bytes_ = JoinedWords::few_bytes(visitor);
#endif
  }
  SampleDraws(const SampleDraws&) = delete;
  SampleDraws& operator=(const SampleDraws&) = delete;

  [[nodiscard]] double of(std::string_view sample) noexcept {
#ifndef PANCAKE_SHORT_CODE
    const std::size_t size = extension_.size() + 1 + sample.size() + 1 + visitor_.size();
    if (size <= most_bytes) {
      JoinedWords words = extension_words_;
      words.add_with_zero(sample);
      if (visitor_.size() < JoinedWords::word_bytes) {
        words.add_bytes(visitor_bytes_, visitor_.size());
      } else {
        words.add(visitor_);
      }
      return draw_of(hash64({reinterpret_cast<const char*>(room_.data()), size}, 0));
    }
#endif
    return sample_draw(extension_, sample, visitor_);
  }

 private:
  std::string_view extension_;
  std::string_view visitor_;
#ifndef PANCAKE_SHORT_CODE
  static constexpr std::size_t most_bytes = 512;
  std::array<std::uint64_t, JoinedWords::words_for(most_bytes)> room_;
  JoinedWords extension_words_{room_.data()};
  std::uint64_t visitor_bytes_ = 0;  ///< of a short one, as most are: a visitor key has 3
#endif
};

}  // namespace pancake
