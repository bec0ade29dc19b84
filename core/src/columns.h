#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "flatbuffers/flatbuffers.h"

namespace pancake {

/// A FlatBuffers vector of scalars as a span over the bytes it lies in.
template <typename T>
[[nodiscard]] std::span<const T> column(const flatbuffers::Vector<T>* vector) noexcept {
  return {vector->data(), vector->size()};
}

/// Text number `index` of texts that lie one behind the other; `ends[i]` is where text i ends.
[[nodiscard]] inline std::string_view text_at(std::span<const std::uint8_t> text,
                                              std::span<const std::uint32_t> ends,
                                              std::uint32_t index) noexcept {
  const std::uint32_t begin = index == 0 ? 0 : ends[index - 1];
  return {reinterpret_cast<const char*>(text.data()) + begin, ends[index] - begin};
}

}  // namespace pancake
