#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "joined_hash.h"
#include "pancake/sample_draw.h"

namespace pancake {

/// Where a hash stands on the scale of draws.
[[nodiscard]] inline double draw_of(std::uint64_t hash) noexcept {
  const std::uint64_t top_53_bits = hash >> 11U;
  // The factor is exact, so that one multiplication rounds as two would.
  return static_cast<double>(top_53_bits) * (0x1p-53 * 100.0);
}

#ifdef PANCAKE_SHORT_CODE

/// One visitor's draws for samples of one extension. In a page or a worker code may not be long.
class SampleDraws {
 public:
  SampleDraws(std::string_view extension, std::string_view visitor) noexcept
      : extension_(extension), visitor_(visitor) {}

  [[nodiscard]] double of(std::string_view sample) const noexcept {
    return sample_draw(extension_, sample, visitor_);
  }

 private:
  std::string_view extension_;
  std::string_view visitor_;
};

#else

/// One visitor's draws for samples of one extension: what sample_draw() gives for each, in a
/// fifth of its time. The texts are borrowed.
class SampleDraws {
 public:
  SampleDraws(std::string_view extension, std::string_view visitor) noexcept
      : extension_words_(extension.substr(0, extension.size() / word_bytes * word_bytes)),
        extension_end_size_(extension.size() % word_bytes + 1),
        extension_end_(short_word(extension.substr(extension_words_.size()))),
        visitor_(visitor),
        short_visitor_(is_short(visitor) ? short_word(visitor) << 8U : 0) {}

  [[nodiscard]] double of(std::string_view sample) const noexcept {
    const std::size_t size =
        extension_words_.size() + extension_end_size_ + sample.size() + 1 + visitor_.size();
    return draw_of(size < 32 ? hash<false>(sample, size) : long_hash(sample, size));
  }

 private:
  /// A call of its own: inlined beside the other, it would take registers from it.
  [[nodiscard, gnu::noinline]] std::uint64_t long_hash(std::string_view sample,
                                                       std::size_t size) const noexcept {
    return hash<true>(sample, size);
  }

  static bool is_short(std::string_view visitor) noexcept { return visitor.size() < word_bytes; }

  template <bool has_stripes>
  [[nodiscard]] std::uint64_t hash(std::string_view sample, std::size_t size) const noexcept {
    JoinedHash<has_stripes> hash(size);
    for (std::size_t at = 0; at < extension_words_.size(); at += word_bytes) {
      hash.add_bytes(word_at(extension_words_.data() + at), word_bytes);
    }
    hash.add_bytes(extension_end_, extension_end_size_);
    hash.add(sample);
    if (is_short(visitor_)) {
      hash.add_bytes(short_visitor_, 1 + visitor_.size());
    } else {
      hash.add_bytes(0, 1);
      hash.add(visitor_);
    }
    return hash.value();
  }

  std::string_view extension_words_;  ///< what of the extension fills words
  std::size_t extension_end_size_;
  std::uint64_t extension_end_;  ///< the rest of it, and the zero behind it
  std::string_view visitor_;
  std::uint64_t short_visitor_;  ///< a zero and the visitor, if short: a visitor key has 3 bytes
};

#endif

}  // namespace pancake
