#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "pancake/snapshot.h"

namespace pancake {

/// The entries of an object id of a group, compared byte by byte; empty if it has none.
/// Time: one hash and, on average, under two comparisons, however many rows there are.
[[nodiscard]] std::span<const std::uint32_t> find_entries(const Columns& columns,
                                                          std::uint32_t group,
                                                          std::string_view object_id) noexcept;

/// How many slots so many rows take: a power of two, at least twice the rows; none for no rows.
[[nodiscard]] constexpr std::size_t slot_count(std::size_t rows) noexcept {
  return rows == 0 ? 0 : std::bit_ceil(rows * 2);
}

/// Lists a row in slots that were all 0 before the first one. Rows come in their order.
void add_to_slots(std::span<std::uint32_t> slots, std::uint32_t row, std::uint32_t group,
                  std::string_view object_id) noexcept;

}  // namespace pancake
