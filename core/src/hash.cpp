#include "hash.h"

#include <algorithm>

namespace pancake {

Hash::Hash(std::uint64_t seed) noexcept { XXH64_reset(&state_, seed); }

// xxHash wants an address even for no bytes; an empty text may have none.
[[gnu::noinline]] void Hash::add(std::string_view text) noexcept {
  if (!text.empty()) XXH64_update(&state_, text.data(), text.size());
}

std::uint64_t Hash::value() const noexcept { return XXH64_digest(&state_); }

#ifdef PANCAKE_SHORT_CODE
// One way for all: XXH64() beside these would be half a kilobyte more in every page.
std::uint64_t hash64(std::string_view text, std::uint64_t seed) noexcept {
  Hash hash(seed);
  hash.add(text);
  return hash.value();
}

std::uint64_t hash64(std::span<const std::uint8_t> bytes, std::uint64_t seed) noexcept {
  return hash64({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, seed);
}
#else
std::uint64_t hash64(std::span<const std::uint8_t> bytes, std::uint64_t seed) noexcept {
  Hash hash(seed);
  // Piece by piece: V8 begins with code that is made quickly, and goes over to better code where a
  // function is called again, not within one call. 13 of 39 ms of the first 58 MB.
  constexpr std::size_t piece = std::size_t{1} << 17U;
  while (!bytes.empty()) {
    const auto next = bytes.first(std::min(piece, bytes.size()));
    hash.add({reinterpret_cast<const char*>(next.data()), next.size()});
    bytes = bytes.subspan(next.size());
  }
  return hash.value();
}
#endif

}  // namespace pancake
