#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace pancake {

namespace wire {
struct Snapshot;
}

/// Where the search for an object id of a group begins in a table of `slot_count` slots, a
/// power of two. Part of the format: a snapshot carries its table.
[[nodiscard]] std::uint32_t first_slot(std::uint32_t group, std::string_view object_id,
                                       std::uint32_t slot_count) noexcept;

/// The row of an object id of a group, compared byte by byte; no value if it has none.
/// Time: one hash and, on average, under two comparisons, however many rows there are.
[[nodiscard]] std::optional<std::uint32_t> find_row(const wire::Snapshot& payload,
                                                    std::uint32_t group,
                                                    std::string_view object_id) noexcept;

/// The slots for rows given as (group, object id), in row order. A power of two, at least
/// twice the rows; none for no rows.
struct RowKey {
  std::uint32_t group;
  std::string_view object_id;
};
[[nodiscard]] std::vector<std::uint32_t> fill_slots(const std::vector<RowKey>& rows);

}  // namespace pancake
