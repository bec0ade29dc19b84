#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "pancake/snapshot.h"

namespace pancake {

inline constexpr std::uint32_t no_row = 0xFFFFFFFF;

/// The row of an object id of a group, compared byte by byte; no_row if it has none. `hash` is
/// slot_hash() of both. Time: under two comparisons on average, however many rows there are.
[[nodiscard]] std::uint32_t find_row(const Columns& columns, std::uint32_t hash,
                                     std::uint32_t group, std::string_view object_id) noexcept;

/// How many slots so many rows take: a power of two, at least twice the rows; none for no rows.
[[nodiscard]] constexpr std::size_t slot_count(std::size_t rows) noexcept {
  return rows == 0 ? 0 : std::bit_ceil(rows * 2);
}

/// The ids of rows: one key (columns.h) behind the other, and where each ends.
struct RowKeys {
  std::span<const std::uint8_t> text;
  std::span<const std::uint32_t> ends;
};

/// Lists a row in the place of the one that has the same key; where none has, in one of its own.
void put_in_slots(std::span<std::uint32_t> slots, const RowKeys& keys, std::uint32_t row) noexcept;

/// Lists a row in slots that were all 0 before the first one. No other row has the same key.
void add_to_slots(std::span<std::uint32_t> slots, std::uint32_t row, std::uint32_t group,
                  std::string_view object_id) noexcept;

}  // namespace pancake
