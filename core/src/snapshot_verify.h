#pragma once

#include <cstdint>
#include <span>

namespace pancake {

namespace wire {
struct Snapshot;
}

/// The payload behind its FlatBuffers root, after every offset, index and count in it was
/// checked; null if anything is out of range. What comes back can be read without any check.
[[nodiscard]] const wire::Snapshot* verify_payload(std::span<const std::uint8_t> payload) noexcept;

}  // namespace pancake
