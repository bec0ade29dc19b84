#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "pancake/error.h"
#include "pancake/feature.h"

namespace pancake {

/// The fixed start of a snapshot; the layout is drawn in pancake/snapshot.h.
struct SnapshotHeader {
  Scope scope = Scope::public_;
  std::uint64_t revision = 0;
  std::string_view extension;  ///< points into the bytes
  std::size_t payload_offset = 0;
};

/// No snapshot is written that has more, so that no offset of the format is too short.
inline constexpr std::size_t most_bytes = std::size_t{1} << 31U;

/// How many bytes stand before the payload for an extension's name of this length.
[[nodiscard]] constexpr std::size_t header_size(std::size_t extension_bytes) noexcept {
  return (32 + extension_bytes + 7) / 8 * 8;
}

/// What the header says is its checksum; `bytes` begin with a header.
[[nodiscard]] std::uint64_t checksum_in(std::span<const std::uint8_t> bytes) noexcept;

/// How many bytes the snapshot at the beginning of these says that it has; 0 if none is there.
[[nodiscard]] std::size_t size_in(std::span<const std::uint8_t> bytes) noexcept;

/// What the checksum is seeded with beside the first bytes, so that none is taken for another:
/// of a snapshot that stands alone, and of a base. Of a layer it is the checksum of its base.
inline constexpr std::uint64_t whole_seed = 0;
inline constexpr std::uint64_t base_seed = 1;

/// Reads and checks magic, version, lengths and checksum of all the bytes of a snapshot.
[[nodiscard]] CoreResult<SnapshotHeader> read_header(std::span<const std::uint8_t> bytes,
                                                     std::uint64_t seed) noexcept;

/// Writes the header in front of a payload that lies in place already, checksum last.
/// `bytes` is the whole snapshot, header_size(extension.size()) bytes of it the header.
void write_header(std::span<std::uint8_t> bytes, std::string_view extension, Scope scope,
                  std::uint64_t revision, std::uint64_t seed = whole_seed) noexcept;

}  // namespace pancake
