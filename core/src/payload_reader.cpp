#include "payload_reader.h"

#include <cstring>

#include "payload_fields.h"

namespace pancake {

bool read_columns(std::span<const std::uint8_t> payload, Columns& columns) noexcept {
  if (payload.size() < counts_bytes) return false;
  // 64 bits wide, so that no sum of sizes wraps around.
  std::uint64_t end = counts_bytes;
  for (std::size_t place = 0; place < field_count; ++place) {
    std::uint32_t count = 0;
    std::memcpy(&count, payload.data() + 4 * place, sizeof count);
    const std::uint64_t begin = end;
    end += count * std::uint64_t{element_bytes(place)};
    if (end > payload.size()) return false;
    columns[place] = {payload.data() + begin, count};
  }
  return end == payload.size();
}

}  // namespace pancake
