#pragma once

#include <cstddef>
#include <memory>

#include "pancake/bytes.h"
#include "pancake/error.h"
#include "pancake/snapshot.h"

namespace pancake {

// A snapshot as it is kept and sent: its bytes; of a layer those of its base, zeros up to a
// multiple of 8, and its own.

/// Where the layer of a base begins in a file.
[[nodiscard]] std::size_t layer_offset(const Snapshot& base) noexcept;

/// How many bytes the file has.
[[nodiscard]] std::size_t file_size(const Snapshot& snapshot) noexcept;

/// The whole file, in one piece.
[[nodiscard]] Bytes file_of(const Snapshot& snapshot);

/// Opens a file, with or without a layer in it. Errors as of Snapshot::open().
[[nodiscard]] CoreResult<std::shared_ptr<const Snapshot>> open_file(Bytes file);

/// Opens a layer that keeps its base alive.
[[nodiscard]] CoreResult<std::shared_ptr<const Snapshot>> open_layer(
    Bytes bytes, std::shared_ptr<const Snapshot> base);

/// The bytes of a snapshot without a base that says what a layer and its base say together. The
/// rows of the base stay in their places, also those that count no more, and the layer's stand
/// behind them: a delta between the two is as small as the layer. `snapshot_too_large`.
[[nodiscard]] CoreResult<Bytes> flatten(const Snapshot& layer);

}  // namespace pancake
