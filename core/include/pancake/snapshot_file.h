#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <utility>

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

/// The snapshots of a file; `layer` is empty where there is none. Neither is verified.
struct FileParts {
  std::span<const std::uint8_t> first;
  std::span<const std::uint8_t> layer;
};
[[nodiscard]] FileParts parts_of(std::span<const std::uint8_t> file) noexcept;

// These are compiled where they are used: core knows no types at run time, which what is behind a
// shared_ptr may ask for.

/// Opens a layer that keeps its base alive. Errors as of Snapshot::open(), here and below.
[[nodiscard]] inline CoreResult<std::shared_ptr<const Snapshot>> open_layer(
    Bytes bytes, std::shared_ptr<const Snapshot> base) {
  struct Held {
    std::shared_ptr<const Snapshot> base;
    Snapshot layer;
  };
  auto layer = Snapshot::open(std::move(bytes), base.get());
  if (!layer) return tl::unexpected<CoreError>(layer.error());
  auto held = std::make_shared<const Held>(Held{std::move(base), std::move(*layer)});
  return std::shared_ptr<const Snapshot>(held, &held->layer);
}

/// Opens a file, with or without a layer in it.
[[nodiscard]] inline CoreResult<std::shared_ptr<const Snapshot>> open_file(Bytes file) {
  const auto [first, layer] = parts_of(file.span());
  const bool has_layer = !layer.empty();
  auto opened =
      has_layer ? Snapshot::open_base(Bytes::copy_of(first)) : Snapshot::open(std::move(file));
  if (!opened) return tl::unexpected<CoreError>(opened.error());
  auto snapshot = std::make_shared<const Snapshot>(std::move(*opened));
  if (!has_layer) return snapshot;
  return open_layer(Bytes::copy_of(layer), std::move(snapshot));
}

/// Opens a base that layers are to be written over.
[[nodiscard]] inline CoreResult<std::shared_ptr<const Snapshot>> open_base(Bytes bytes) {
  auto opened = Snapshot::open_base(std::move(bytes));
  if (!opened) return tl::unexpected<CoreError>(opened.error());
  return std::make_shared<const Snapshot>(std::move(*opened));
}

/// The bytes of a base that says what a layer and its base say together. The
/// rows of the base stay in their places, also those that count no more, and the layer's stand
/// behind them: a delta between the two is as small as the layer. `snapshot_too_large`.
[[nodiscard]] CoreResult<Bytes> flatten(const Snapshot& layer);

}  // namespace pancake
