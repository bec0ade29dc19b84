#include "pancake/sample_draw.h"

#include "hash.h"
#include "sample_draws.h"

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
  return draw_of(hash.value());
}

}  // namespace pancake
