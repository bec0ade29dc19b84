#include "payload_layout.h"

#include <cstring>

namespace pancake {

void PayloadLayout::set(Field field, std::size_t count) noexcept {
  counts_[place_of(field)] = static_cast<std::uint32_t>(count);
}

std::size_t PayloadLayout::size() const noexcept { return offset_of(field_count); }

void PayloadLayout::write_counts(std::uint8_t* payload) const noexcept {
  std::memset(payload, 0, counts_bytes);
  std::memcpy(payload, counts_.data(), sizeof counts_);
}

std::size_t PayloadLayout::offset_of(std::size_t place) const noexcept {
  std::size_t offset = counts_bytes;
  while (place-- > 0) offset += counts_[place] * element_bytes(place);
  return offset;
}

}  // namespace pancake
