#include "pancake/sample_draw.h"

#include "hash.h"

namespace pancake {

double sample_draw(std::string_view extension, std::string_view sample,
                   std::string_view visitor) noexcept {
  constexpr char separator = '\0';
  XXH64_state_t state;
  XXH64_reset(&state, 0);
  XXH64_update(&state, extension.data(), extension.size());
  XXH64_update(&state, &separator, 1);
  XXH64_update(&state, sample.data(), sample.size());
  XXH64_update(&state, &separator, 1);
  XXH64_update(&state, visitor.data(), visitor.size());
  const std::uint64_t top_53_bits = XXH64_digest(&state) >> 11U;
  return static_cast<double>(top_53_bits) * 0x1p-53 * 100.0;
}

}  // namespace pancake
