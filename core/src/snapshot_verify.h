#pragma once

#include <cstdint>
#include <span>

#include "pancake/snapshot.h"

namespace pancake {

/// Finds the columns of a payload, which begins at a multiple of 8, and checks every offset,
/// length, index and count in it; false if anything is out of range, which leaves `columns`
/// undefined. What comes out can be read without any check. Payloads of 2 GiB and more are refused.
[[nodiscard]] bool verify_payload(std::span<const std::uint8_t> payload, Columns& columns) noexcept;

}  // namespace pancake
