#include "pancake/sample_draw.h"

#include "hash.h"

namespace pancake {

double sample_draw(std::string_view extension, std::string_view sample,
                   std::string_view visitor) noexcept {
  constexpr std::string_view separator("\0", 1);
  Hash hash(0);
  hash.add(extension);
  hash.add(separator);
  hash.add(sample);
  hash.add(separator);
  hash.add(visitor);
  const std::uint64_t top_53_bits = hash.value() >> 11U;
  return static_cast<double>(top_53_bits) * 0x1p-53 * 100.0;
}

}  // namespace pancake
