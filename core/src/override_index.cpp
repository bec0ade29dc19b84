#include "override_index.h"

#include "columns.h"
#include "hash.h"

namespace pancake {

std::uint32_t first_slot(std::uint32_t group, std::string_view object_id,
                         std::uint32_t slot_count) noexcept {
  return static_cast<std::uint32_t>(hash64(object_id, group)) & (slot_count - 1);
}

std::optional<std::uint32_t> find_row(const Columns& columns, std::uint32_t group,
                                      std::string_view object_id) noexcept {
  const auto slots = column<std::uint32_t>(columns, Field::slots);
  const auto group_ends = column<std::uint32_t>(columns, Field::group_row_ends);
  if (slots.empty() || group >= group_ends.size()) return std::nullopt;

  const std::uint32_t begin = begin_of(group_ends, group);
  const std::uint32_t end = group_ends[group];
  const auto count = static_cast<std::uint32_t>(slots.size());

  // An empty slot ends every search: verify_payload saw that there is one.
  for (std::uint32_t at = first_slot(group, object_id, count); slots[at] != 0;
       at = (at + 1) & (count - 1)) {
    const std::uint32_t row = slots[at] - 1;
    if (row >= begin && row < end &&
        text_at(columns, Field::id_text, Field::id_ends, row) == object_id) {
      return row;
    }
  }
  return std::nullopt;
}

void add_to_slots(std::span<std::uint32_t> slots, std::uint32_t row, std::uint32_t group,
                  std::string_view object_id) noexcept {
  const auto count = static_cast<std::uint32_t>(slots.size());
  std::uint32_t at = first_slot(group, object_id, count);
  while (slots[at] != 0) at = (at + 1) & (count - 1);
  slots[at] = row + 1;
}

}  // namespace pancake
