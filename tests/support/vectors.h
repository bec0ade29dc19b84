#pragma once

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <nlohmann/json.hpp>
#include <span>
#include <string>

namespace pancake::test {

/// A file of tests/vectors, parsed. Throws, and so fails the test, if it cannot be read.
inline nlohmann::json vectors(const std::string& name) {
  std::ifstream file(std::string(PANCAKE_VECTORS) + "/" + name);
  return nlohmann::json::parse(file);
}

/// Bytes as the vectors write them.
inline std::string hex(std::span<const std::uint8_t> bytes) {
  std::string text;
  for (const std::uint8_t byte : bytes) {
    text += "0123456789abcdef"[byte >> 4U];
    text += "0123456789abcdef"[byte & 15U];
  }
  return text;
}

/// The same where most is zero: `0{n}` for n digits of that.
inline std::string short_hex(std::span<const std::uint8_t> bytes) {
  constexpr std::size_t shortest = 40;
  const std::string digits = hex(bytes);
  std::string text;
  for (std::size_t place = 0; place < digits.size();) {
    const std::size_t end = std::min(digits.find_first_not_of('0', place), digits.size());
    if (end - place < shortest) {
      text += digits.substr(place, end - place + 1);
      place = end + 1;
    } else {
      text += "0{" + std::to_string(end - place) + "}";
      place = end;
    }
  }
  return text;
}

}  // namespace pancake::test
