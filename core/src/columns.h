#pragma once

#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

#include "pancake/snapshot.h"
#include "payload_fields.h"

namespace pancake {

/// A column as a span over the bytes it lies in; `T` is as wide as its elements.
template <typename T>
[[nodiscard]] std::span<const T> column(const Columns& columns, Field field) noexcept {
  const Column& found = columns[place_of(field)];
  return {reinterpret_cast<const T*>(found.first), found.count};
}

template <typename T>
[[nodiscard]] std::span<const T> column(const Snapshot& snapshot, Field field) noexcept {
  return column<T>(snapshot.columns(), field);
}

/// Where entry `index` begins in what `ends` divides: where the one before ends.
[[nodiscard]] inline std::uint32_t begin_of(std::span<const std::uint32_t> ends,
                                            std::uint32_t index) noexcept {
  return index == 0 ? 0 : ends[index - 1];
}

/// Text number `index` of texts that lie one behind the other.
[[nodiscard]] inline std::string_view text_at(const Columns& columns, Field text, Field ends,
                                              std::uint32_t index) noexcept {
  const auto all_ends = column<std::uint32_t>(columns, ends);
  const std::uint32_t begin = begin_of(all_ends, index);
  return {reinterpret_cast<const char*>(columns[place_of(text)].first) + begin,
          all_ends[index] - begin};
}

// The key of a row: the number of its group in two bytes, then the object id. They lie together, so
// that a search reads one place. Nobody verified that it has two bytes, or that there is the group.

inline constexpr std::size_t group_bytes = sizeof(std::uint16_t);

[[nodiscard]] inline std::uint32_t group_in(const char* key) noexcept {
  std::uint16_t group = 0;
  std::memcpy(&group, key, sizeof group);
  return group;
}

/// What a key says; of one that is too short no group that there can be.
struct RowKey {
  std::uint32_t group = 0xFFFFFFFF;
  std::string_view object_id;
};
[[nodiscard]] inline RowKey parts_of(std::string_view key) noexcept {
  if (key.size() < group_bytes) return {};
  return {group_in(key.data()), key.substr(group_bytes)};
}

[[nodiscard]] inline std::string_view key_of(const Columns& columns, std::uint32_t row) noexcept {
  return text_at(columns, Field::id_text, Field::id_ends, row);
}

/// What the id of a row overrides.
[[nodiscard]] inline std::span<const std::uint32_t> entries_of(const Columns& columns,
                                                               std::uint32_t row) noexcept {
  const auto ends = column<std::uint32_t>(columns, Field::entry_ends);
  const std::uint32_t begin = begin_of(ends, row);
  return column<std::uint32_t>(columns, Field::entries).subspan(begin, ends[row] - begin);
}

}  // namespace pancake
