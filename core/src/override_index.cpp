#include "override_index.h"

#include "columns.h"
#include "slot_hash.h"
#include "text_words.h"

namespace pancake {

namespace {

/// find_row(), inlined where it is called for each answer: a tenth of it.
#if defined(PANCAKE_SHORT_CODE) && !defined(PANCAKE_WITHOUT_LAYERS)
[[gnu::noinline]]
#else
inline
#endif
std::uint32_t
row_of(const Columns& columns, std::uint32_t hash, std::uint32_t group,
       std::string_view object_id) noexcept {
  const auto slots = column<std::uint32_t>(columns, Field::slots);
  if (slots.empty()) return no_row;
  const auto count = static_cast<std::uint32_t>(slots.size());

  // An empty slot ends every search: verify_payload saw that there is one.
  for (std::uint32_t at = hash & (count - 1); slots[at] != 0; at = (at + 1) & (count - 1)) {
    const std::uint32_t row = slots[at] - 1;
    const std::string_view key = key_of(columns, row);
    if (key.size() == group_bytes + object_id.size() && group_in(key.data()) == group &&
        is_same({key.data() + group_bytes, object_id.size()}, object_id)) {
      return row;
    }
  }
  return no_row;
}

}  // namespace

std::uint32_t find_row(const Columns& columns, std::uint32_t hash, std::uint32_t group,
                       std::string_view object_id) noexcept {
  return row_of(columns, hash, group, object_id);
}

std::span<const std::uint32_t> Snapshot::overrides_of(std::uint32_t group,
                                                      std::string_view object_id) const noexcept {
  const std::uint32_t hash = slot_hash(group, object_id);
  const std::uint32_t row = row_of(columns_, hash, group, object_id);
  if (row != no_row) return entries_of(columns_, row);
  if (base() == nullptr) return {};
  const std::uint32_t base_row = find_row(base()->columns_, hash, group, object_id);
  if (base_row == no_row) return {};
  return entries_of(base()->columns_, base_row);
}

void put_in_slots(std::span<std::uint32_t> slots, const RowKeys& keys, std::uint32_t row) noexcept {
  const auto key_at = [&keys](std::uint32_t place) {
    const std::uint32_t begin = begin_of(keys.ends, place);
    return std::string_view(reinterpret_cast<const char*>(keys.text.data()) + begin,
                            keys.ends[place] - begin);
  };
  const std::string_view key = key_at(row);
  const auto [group, object_id] = parts_of(key);
  const auto count = static_cast<std::uint32_t>(slots.size());
  std::uint32_t at = slot_hash(group, object_id) & (count - 1);
  while (slots[at] != 0 && key_at(slots[at] - 1) != key) at = (at + 1) & (count - 1);
  slots[at] = row + 1;
}

void add_to_slots(std::span<std::uint32_t> slots, std::uint32_t row, std::uint32_t group,
                  std::string_view object_id) noexcept {
  const auto count = static_cast<std::uint32_t>(slots.size());
  std::uint32_t at = slot_hash(group, object_id) & (count - 1);
  while (slots[at] != 0) at = (at + 1) & (count - 1);
  slots[at] = row + 1;
}

}  // namespace pancake
