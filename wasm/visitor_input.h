#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "pancake/evaluation.h"

namespace pancake::wasm {

/// Who asks, as JavaScript writes it into the input buffer:
///
///   for each group of the snapshot, in its order
///     4 bytes   n, little endian: the length of the object id; 0xFFFFFFFF: no id
///     n bytes   the object id, UTF-8 (none for no id)
///   then, up to the end
///     …         the visitor key, UTF-8
///
/// `ids` has one place for each group; it and the answer point into `input`. Nothing when a
/// length points beyond the end.
[[nodiscard]] std::optional<Visitor> read_visitor(
    std::span<const std::uint8_t> input, std::span<std::optional<std::string_view>> ids) noexcept;

}  // namespace pancake::wasm
