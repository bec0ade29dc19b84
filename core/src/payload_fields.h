#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <tuple>

#include "pancake/snapshot.h"

namespace pancake {

/// The fields of the table in core/snapshot.fbs, by their place in it.
enum class Field : std::uint8_t {
  groups,
  switch_count,
  flag_count,
  name_text,
  name_ends,
  by_name,
  base_answers,
  settings,
  ratios,
  default_ratios,
  state_ratios,
  group_row_ends,
  id_text,
  id_ends,
  entry_ends,
  entries,
  slots,
};

inline constexpr std::size_t field_count = std::tuple_size_v<Columns>;

/// How many bytes an element of a field's vector has; 0: the field is a number of its own.
inline constexpr std::array<std::uint8_t, field_count> element_bytes = {
    /* groups, as offsets */ 4,
    /* switch_count, flag_count */ 0,
    0,
    /* name_text, name_ends, by_name */ 1,
    4,
    4,
    /* base_answers, settings */ 1,
    1,
    /* ratios, default_ratios, state_ratios */ 8,
    8,
    8,
    /* group_row_ends, id_text, id_ends */ 4,
    1,
    4,
    /* entry_ends, entries, slots */ 4,
    4,
    4};

[[nodiscard]] constexpr std::size_t place_of(Field field) noexcept {
  return static_cast<std::size_t>(field);
}

}  // namespace pancake
