#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <tuple>

#include "pancake/snapshot.h"

namespace pancake {

/// What a payload consists of. Everything is a column, so that verifying it is a bounds check and
/// evaluating it reads a few neighbouring bytes. Features are numbered: switches, flags, samples.
///
///   a count of 4 bytes for each field, in this order: the elements of a column, or the number that
///   the field itself is; zeros up to a multiple of 8
///   the columns, in this order, one directly behind the other
///
/// The widest elements come first: so each column begins at a multiple of its width.
enum class Field : std::uint8_t {
  // One a sample, NaN where there is none: what the draw is held against, its default, its state.
  ratios,
  default_ratios,
  state_ratios,

  /// Ids of the groups, in the order of evaluation: where each ends in group_text.
  group_ends,
  /// Names of the features: where each ends in name_text.
  name_ends,
  /// Feature numbers sorted by kind and then by name (bytes), for binary search.
  by_name,
  // Overrides. A row is one object id of one group. Rows are in any order, so that one can be added
  // without moving the others; a row that no slot names counts for nothing.
  id_ends,     ///< for each row where its key ends in id_text (override_index.h)
  entry_ends,  ///< for each row where its entries end
  entries,     ///< feature number << 1 | on
  /// Open addressing, linear probing, a power of two and at least twice the rows (none for no
  /// rows): slot = slot_hash() (slot_hash.h) modulo the count, holding row + 1, or 0 if empty.
  slots,

  group_text,
  name_text,
  id_text,
  base_answers,  ///< what a feature answers before the visitor is known (evaluation.h)
  settings,      ///< settings_byte.h

  // Numbers.
  switch_count,
  flag_count,
};

inline constexpr std::size_t field_count = std::tuple_size_v<Columns>;

/// How many bytes an element of a field's column has; 0: the field is a number of its own.
[[nodiscard]] constexpr std::size_t element_bytes(std::size_t place) noexcept {
  if (place < static_cast<std::size_t>(Field::group_ends)) return 8;
  if (place < static_cast<std::size_t>(Field::group_text)) return 4;
  return place < static_cast<std::size_t>(Field::switch_count) ? 1 : 0;
}

/// The counts take so many bytes, a multiple of 8.
inline constexpr std::size_t counts_bytes = (4 * field_count + 7) / 8 * 8;

[[nodiscard]] constexpr std::size_t place_of(Field field) noexcept {
  return static_cast<std::size_t>(field);
}

}  // namespace pancake
