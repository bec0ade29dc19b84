#pragma once

#include <cstdint>
#include <span>

#include "pancake/bytes.h"
#include "pancake/error.h"
#include "pancake/snapshot.h"

namespace pancake {

// A delta tells how the file of one snapshot becomes that of a later one (snapshot_file.h). Its
// size is that of what is different: whoever has the one snapshot need not load the other.
//
//   offset  bytes
//   0       4      "PNCD"
//   4       4      how many bytes it makes: no more than the old ones and itself have together
//   8       …      steps, each of three numbers of 4 bytes and text: where in the old bytes to copy
//                  from, how many to copy, how many to add behind them, and those
//
// It says neither what it is made for nor whether it is damaged: what it makes is a snapshot, whose
// checksum tells that. So a delta is applied before Snapshot::open(), by js/src/delta.ts too.

/// The delta that makes the file of `to` out of that of `from`. Time: one pass over both; over
/// their layers, if they have the same base: then its first step copies the base and what stands
/// behind it up to the layer, or more.
[[nodiscard]] Bytes write_delta(const Snapshot& from, const Snapshot& to);

/// What a delta makes of these bytes, to be opened. `broken_delta` for one that is none,
/// that makes too much, or that copies from beyond the end; out_of_memory.
[[nodiscard]] CoreResult<Bytes> apply_delta(std::span<const std::uint8_t> from,
                                            std::span<const std::uint8_t> delta) noexcept;

}  // namespace pancake
