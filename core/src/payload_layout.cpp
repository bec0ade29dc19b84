#include "payload_layout.h"

#include <algorithm>
#include <cstring>

namespace pancake {
namespace {

constexpr std::size_t vtable_bytes = 2 * (2 + field_count);

constexpr std::size_t round_up(std::size_t size, std::size_t alignment) noexcept {
  return (size + alignment - 1) & ~(alignment - 1);
}

/// From the end to a text's length: it ends with a zero, as C would have it.
constexpr std::size_t behind_text(std::size_t from_end, std::size_t bytes) noexcept {
  return round_up(from_end + bytes + 1, 4) + 4;
}

void put(std::uint8_t* at, std::uint32_t number) noexcept {
  std::memcpy(at, &number, sizeof number);
}

void put_short(std::uint8_t* at, std::size_t number) noexcept {
  const auto bits = static_cast<std::uint16_t>(number);
  std::memcpy(at, &bits, sizeof bits);
}

}  // namespace

void PayloadLayout::add_text(std::size_t bytes) noexcept { last_ = behind_text(last_, bytes); }

void PayloadLayout::add_column(Field field, std::size_t count) noexcept {
  const std::size_t place = place_of(field);
  const std::size_t width = element_bytes[place];
  if (count != 0) {
    last_ = round_up(last_ + count * width, std::max(width, word));
    alignment_ = std::max(alignment_, width);
  }
  from_end_[place] = last_;
  last_ += word;
  numbers_[place] = static_cast<std::uint32_t>(count);
}

void PayloadLayout::set_number(Field field, std::uint32_t number) noexcept {
  numbers_[place_of(field)] = number;
}

bool PayloadLayout::is_written(std::size_t place) const noexcept {
  return element_bytes[place] != 0 || numbers_[place] != 0;
}

std::size_t PayloadLayout::table_bytes() const noexcept {
  std::size_t bytes = word;
  for (std::size_t place = 0; place < field_count; ++place) {
    if (is_written(place)) bytes += word;
  }
  return bytes;
}

std::size_t PayloadLayout::size() const noexcept {
  return round_up(last_ + table_bytes() + vtable_bytes + word, alignment_);
}

[[gnu::noinline]] std::uint8_t* PayloadLayout::first(std::uint8_t* payload,
                                                     Field field) const noexcept {
  return payload + size() - from_end_[place_of(field)];
}

void PayloadLayout::write_table(std::uint8_t* payload) const noexcept {
  std::uint8_t* const end = payload + size();
  std::uint8_t* const table = end - last_ - table_bytes();
  std::uint8_t* const vtable = table - vtable_bytes;
  put(payload, static_cast<std::uint32_t>(table - payload));
  put(table, vtable_bytes);
  put_short(vtable, vtable_bytes);
  put_short(vtable + 2, table_bytes());

  std::uint8_t* at = table;
  for (std::size_t place = 0; place < field_count; ++place) {
    if (!is_written(place)) continue;
    std::uint32_t number = numbers_[place];
    at += word;
    put_short(vtable + 2 * (2 + place), static_cast<std::size_t>(at - table));
    if (element_bytes[place] != 0) {
      std::uint8_t* const length = end - from_end_[place] - word;
      put(length, number);
      number = static_cast<std::uint32_t>(length - at);
    }
    put(at, number);
  }
}

std::size_t PayloadLayout::write_text(std::uint8_t* payload, std::string_view text,
                                      std::size_t from_end, std::uint32_t& offset) const noexcept {
  from_end = behind_text(from_end, text.size());
  std::uint8_t* const length = payload + size() - from_end;
  put(length, static_cast<std::uint32_t>(text.size()));
  if (!text.empty()) std::memcpy(length + word, text.data(), text.size());
  offset = static_cast<std::uint32_t>(length - reinterpret_cast<std::uint8_t*>(&offset));
  return from_end;
}

}  // namespace pancake
