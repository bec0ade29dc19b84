#pragma once

#include <cstdint>
#include <span>

#include "pancake/snapshot.h"

namespace pancake {

/// Finds the columns of a payload, which begins at a multiple of 8. False unless they fill it to
/// the last byte.
[[nodiscard]] bool read_columns(std::span<const std::uint8_t> payload, Columns& columns) noexcept;

}  // namespace pancake
