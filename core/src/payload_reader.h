#pragma once

#include <cstdint>
#include <span>

#include "pancake/snapshot.h"

namespace pancake {

/// Finds the columns of a payload: the part of FlatBuffers that one table of vectors needs, as
/// strict as its own verifier. False if the table, a field or a vector is missing, not aligned or
/// not wholly within the payload, or if a text does not end with a zero.
[[nodiscard]] bool read_columns(std::span<const std::uint8_t> payload, Columns& columns) noexcept;

}  // namespace pancake
