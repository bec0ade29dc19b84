#include "payload_reader.h"

#include <cstring>

#include "payload_fields.h"

namespace pancake {
namespace {

constexpr std::uint64_t word = 4;

/// Reads numbers and vectors at places that were never checked before. Places are 64 bits wide, so
/// that a sum of two numbers of a payload does not wrap around; a difference may.
class Payload {
 public:
  explicit Payload(std::span<const std::uint8_t> bytes) noexcept : bytes_(bytes) {}

  /// A number of 2 or 4 bytes, aligned.
  template <typename Number>
  bool number(std::uint64_t place, Number& number) const noexcept {
    if (place % sizeof number != 0 || place >= bytes_.size() ||
        bytes_.size() - place < sizeof number) {
      return false;
    }
    std::memcpy(&number, bytes_.data() + place, sizeof number);
    return true;
  }

  /// The vector that the offset at a place leads to.
  bool vector(std::uint64_t place, std::size_t element_size, Column& vector) const noexcept {
    std::uint32_t offset = 0;
    if (!number(place, offset) || offset == 0) return false;
    place += offset;
    if (!number(place, vector.count)) return false;
    place += word;
    if (vector.count != 0 && place % element_size != 0) return false;
    if (place + std::uint64_t{vector.count} * element_size > bytes_.size()) return false;
    vector.first = bytes_.data() + place;
    return true;
  }

  /// Like vector(), for bytes that a zero follows.
  bool text(std::uint64_t place) const noexcept {
    Column text;
    if (!vector(place, 1, text)) return false;
    const std::uint8_t* const end = text.first + text.count;
    return end != bytes_.data() + bytes_.size() && *end == 0;
  }

 private:
  std::span<const std::uint8_t> bytes_;
};

}  // namespace

bool read_columns(std::span<const std::uint8_t> bytes, Columns& columns) noexcept {
  if (bytes.size() >= std::uint64_t{1} << 31U) return false;
  const Payload payload(bytes);

  std::uint32_t table = 0;
  std::uint32_t to_vtable = 0;
  std::uint16_t vtable_size = 0;
  if (!payload.number(0, table) || !payload.number(table, to_vtable)) return false;
  // Signed, and counted backwards.
  const std::uint64_t vtable =
      std::uint64_t{table} - static_cast<std::uint64_t>(static_cast<std::int32_t>(to_vtable));
  if (!payload.number(vtable, vtable_size)) return false;
  if (vtable_size % 2 != 0 || vtable + vtable_size > bytes.size()) return false;

  for (std::size_t place = 0; place < field_count; ++place) {
    const std::size_t entry = 2 * (2 + place);
    std::uint16_t field = 0;
    if (entry + 2 <= vtable_size && !payload.number(vtable + entry, field)) return false;
    Column& found = columns[place];
    if (element_bytes[place] != 0) {
      if (field == 0 ||
          !payload.vector(std::uint64_t{table} + field, element_bytes[place], found)) {
        return false;
      }
    } else {
      found.count = 0;
      if (field != 0 && !payload.number(std::uint64_t{table} + field, found.count)) return false;
    }
  }
  const Column& groups = columns[place_of(Field::groups)];
  const std::uint64_t first = static_cast<std::uint64_t>(groups.first - bytes.data());
  for (std::uint32_t group = 0; group < groups.count; ++group) {
    if (!payload.text(first + word * group)) return false;
  }
  return true;
}

}  // namespace pancake
