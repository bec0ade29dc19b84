#include "hash.h"

namespace pancake {

Hash::Hash(std::uint64_t seed) noexcept { XXH64_reset(&state_, seed); }

// xxHash wants an address even for no bytes; an empty text may have none.
void Hash::add(std::string_view text) noexcept {
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
#endif

}  // namespace pancake
