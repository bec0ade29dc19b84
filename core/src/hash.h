#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

// All of xxHash that core needs is inlined where it is used; nothing of it is linked.
#define XXH_INLINE_ALL
#define XXH_NO_XXH3
#include <xxhash.h>

namespace pancake {

/// XXH64 of `size` bytes. xxHash wants an address even for no bytes; an empty text may have none.
[[nodiscard]] inline std::uint64_t hash64(const void* bytes, std::size_t size,
                                          std::uint64_t seed) noexcept {
  return bytes == nullptr ? XXH64("", 0, seed) : XXH64(bytes, size, seed);
}

[[nodiscard]] inline std::uint64_t hash64(std::span<const std::uint8_t> bytes,
                                          std::uint64_t seed) noexcept {
  return hash64(bytes.data(), bytes.size(), seed);
}

[[nodiscard]] inline std::uint64_t hash64(std::string_view text, std::uint64_t seed) noexcept {
  return hash64(text.data(), text.size(), seed);
}

}  // namespace pancake
