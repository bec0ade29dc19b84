#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "payload_fields.h"

namespace pancake {

/// Where everything lies in a payload that is about to be written: first each field is given its
/// count, then the bytes are made in one piece, then the columns are filled in place. Allocates
/// nothing.
class PayloadLayout {
 public:
  /// How many elements a column has, or the number that the field is; 0 where it is not said.
  void set(Field field, std::size_t count) noexcept;

  /// How many bytes the payload has.
  [[nodiscard]] std::size_t size() const noexcept;

  /// Writes the counts into a payload of size() bytes, which begins at a multiple of 8.
  void write_counts(std::uint8_t* payload) const noexcept;

  /// The column of a field, to be filled.
  template <typename T>
  [[nodiscard]] std::span<T> column(std::uint8_t* payload, Field field) const noexcept {
    return {reinterpret_cast<T*>(payload + offset_of(place_of(field))), counts_[place_of(field)]};
  }

 private:
  /// Where the column of a field begins; of the one behind the last, the end.
  [[nodiscard]] std::size_t offset_of(std::size_t place) const noexcept;

  std::array<std::uint32_t, field_count> counts_{};
};

}  // namespace pancake
