#pragma once

#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

#include "pancake/snapshot.h"
#include "payload_fields.h"

namespace pancake {

/// A column as a span over the bytes it lies in; `T` is what core/snapshot.fbs says.
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

/// Text number `index` of Field::groups: an offset leads to its length, behind which it lies.
[[nodiscard]] inline std::string_view group_at(const Columns& columns,
                                               std::uint32_t index) noexcept {
  const std::uint8_t* at = columns[place_of(Field::groups)].first + std::size_t{4} * index;
  std::uint32_t number = 0;
  std::memcpy(&number, at, sizeof number);
  at += number;
  std::memcpy(&number, at, sizeof number);
  return {reinterpret_cast<const char*>(at) + 4, number};
}

}  // namespace pancake
