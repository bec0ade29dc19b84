#pragma once

#include <cstdint>
#include <span>
#include <string_view>

// All of xxHash that core needs is inlined where it is used; nothing of it is linked.
#define XXH_INLINE_ALL
#define XXH_NO_XXH3
#include <xxhash.h>

namespace pancake {

/// XXH64 of texts one behind the other.
class Hash {
 public:
  explicit Hash(std::uint64_t seed) noexcept;
  void add(std::string_view text) noexcept;
  [[nodiscard]] std::uint64_t value() const noexcept;

 private:
  XXH64_state_t state_;
};

#ifdef PANCAKE_SHORT_CODE
[[nodiscard]] std::uint64_t hash64(std::string_view text, std::uint64_t seed) noexcept;
#else
// Short texts take half of the time that a state takes.
[[nodiscard]] inline std::uint64_t hash64(std::string_view text, std::uint64_t seed) noexcept {
  return XXH64(text.data(), text.size(), seed);
}
#endif

/// Of many bytes.
[[nodiscard]] std::uint64_t hash64(std::span<const std::uint8_t> bytes,
                                   std::uint64_t seed) noexcept;

}  // namespace pancake
