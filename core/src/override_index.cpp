#include "override_index.h"

#include "columns.h"
#include "slot_hash.h"
#include "text_words.h"

namespace pancake {

std::span<const std::uint32_t> find_entries(const Columns& columns, std::uint32_t group,
                                            std::string_view object_id) noexcept {
  const auto slots = column<std::uint32_t>(columns, Field::slots);
  const auto group_ends = column<std::uint32_t>(columns, Field::group_row_ends);
  if (slots.empty() || group >= group_ends.size()) return {};

  const std::uint32_t begin = begin_of(group_ends, group);
  const std::uint32_t end = group_ends[group];
  const auto count = static_cast<std::uint32_t>(slots.size());

  // An empty slot ends every search: verify_payload saw that there is one.
  for (std::uint32_t at = slot_hash(group, object_id) & (count - 1); slots[at] != 0;
       at = (at + 1) & (count - 1)) {
    const std::uint32_t row = slots[at] - 1;
    if (row >= begin && row < end &&
        is_same(text_at(columns, Field::id_text, Field::id_ends, row), object_id)) {
      return entries_of(columns, row);
    }
  }
  return {};
}

void add_to_slots(std::span<std::uint32_t> slots, std::uint32_t row, std::uint32_t group,
                  std::string_view object_id) noexcept {
  const auto count = static_cast<std::uint32_t>(slots.size());
  std::uint32_t at = slot_hash(group, object_id) & (count - 1);
  while (slots[at] != 0) at = (at + 1) & (count - 1);
  slots[at] = row + 1;
}

}  // namespace pancake
