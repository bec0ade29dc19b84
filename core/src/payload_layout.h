#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "payload_fields.h"

namespace pancake {

/// Where everything lies in a payload that is about to be written: first each field is given its
/// size, then the bytes are made in one piece, then the columns are filled in place.
///
/// What comes out is what a FlatBufferBuilder makes that is told the same in the same order, so
/// places are counted from the end:
///
///   root offset, padding, vtable, table, the columns (last field first), the texts (last first)
///
/// Allocates nothing.
class PayloadLayout {
 public:
  /// Room for one text of Field::groups: all of them, in order, before any column.
  void add_text(std::size_t bytes) noexcept;
  /// A field that is a vector; each once, in the order of the fields.
  void add_column(Field field, std::size_t count) noexcept;
  /// A field that is a number.
  void set_number(Field field, std::uint32_t number) noexcept;

  /// How many bytes the payload has.
  [[nodiscard]] std::size_t size() const noexcept;

  /// Writes the table and the length of each column into a payload of size() zeros, which begins
  /// at a multiple of 8.
  void write_table(std::uint8_t* payload) const noexcept;

  /// The column of a field, to be filled.
  template <typename T>
  [[nodiscard]] std::span<T> column(std::uint8_t* payload, Field field) const noexcept {
    return {reinterpret_cast<T*>(first(payload, field)), numbers_[place_of(field)]};
  }

  /// Writes the texts of Field::groups: `text_of(i)` gives text i, of the size that it was added
  /// with.
  template <typename TextOf>
  void write_texts(std::uint8_t* payload, TextOf text_of) const noexcept {
    std::size_t from_end = 0;
    std::uint32_t index = 0;
    for (std::uint32_t& offset : column<std::uint32_t>(payload, Field::groups)) {
      from_end = write_text(payload, text_of(index++), from_end, offset);
    }
  }

 private:
  /// Where a column begins.
  [[nodiscard]] std::uint8_t* first(std::uint8_t* payload, Field field) const noexcept;

  /// Writes one text behind another that begins `from_end` bytes before the end, and `offset`,
  /// which leads to it. Gives where it begins.
  std::size_t write_text(std::uint8_t* payload, std::string_view text, std::size_t from_end,
                         std::uint32_t& offset) const noexcept;

  /// FlatBuffers leaves out numbers that are 0.
  [[nodiscard]] bool is_written(std::size_t place) const noexcept;
  [[nodiscard]] std::size_t table_bytes() const noexcept;

  /// Bytes of every offset, length and number of the format.
  static constexpr std::size_t word = 4;

  std::size_t alignment_ = word;  ///< of the whole payload: 8 once there are ratios
  std::size_t last_ = 0;          ///< distance from the end of what was placed last
  std::array<std::size_t, field_count> from_end_{};  ///< of each column's first element
  /// Elements of each column; the numbers of the others.
  std::array<std::uint32_t, field_count> numbers_{};
};

}  // namespace pancake
