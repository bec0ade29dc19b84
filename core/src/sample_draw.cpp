#include "pancake/sample_draw.h"

#include "hash.h"

namespace pancake {
namespace {

/// Out of line: inlined with a length of 1, GCC 12 warns of a branch for 32 bytes and more.
[[gnu::noinline]] void add(XXH64_state_t& state, std::string_view text) noexcept {
  XXH64_update(&state, text.data(), text.size());
}

}  // namespace

double sample_draw(std::string_view extension, std::string_view sample,
                   std::string_view visitor) noexcept {
  constexpr std::string_view separator("\0", 1);
  XXH64_state_t state;
  XXH64_reset(&state, 0);
  add(state, extension);
  add(state, separator);
  add(state, sample);
  add(state, separator);
  add(state, visitor);
  const std::uint64_t top_53_bits = XXH64_digest(&state) >> 11U;
  return static_cast<double>(top_53_bits) * 0x1p-53 * 100.0;
}

}  // namespace pancake
