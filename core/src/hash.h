#pragma once

#include <cstdint>
#include <span>
#include <string_view>

// All of xxHash that core needs is inlined where it is used; nothing of it is linked.
#define XXH_INLINE_ALL
#define XXH_NO_XXH3
#include <xxhash.h>

namespace pancake {

[[nodiscard]] inline std::uint64_t hash64(std::span<const std::uint8_t> bytes,
                                          std::uint64_t seed) noexcept {
  return XXH64(bytes.data(), bytes.size(), seed);
}

[[nodiscard]] inline std::uint64_t hash64(std::string_view text, std::uint64_t seed) noexcept {
  return XXH64(text.data(), text.size(), seed);
}

}  // namespace pancake
