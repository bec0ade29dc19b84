#include "cli/quantities.h"

#include <array>
#include <charconv>
#include <cmath>
#include <string_view>

namespace pancake {

namespace {

struct Unit {
  std::string_view name;
  std::size_t factor;
};

constexpr std::array<Unit, 4> times{{{"h", 3'600'000}, {"m", 60'000}, {"s", 1'000}, {"ms", 1}}};
constexpr std::array<Unit, 4> sizes{
    {{"G", 1U << 30U}, {"M", 1U << 20U}, {"k", 1U << 10U}, {"", 1}}};
constexpr double most_milliseconds = 366.0 * 24 * 3'600'000;
constexpr std::size_t most_bytes = std::size_t{1} << 40U;

template <std::size_t n>
std::string text_in_units(std::size_t amount, const std::array<Unit, n>& units) {
  for (const Unit& unit : units) {
    if (amount != 0 && amount % unit.factor == 0)
      return std::to_string(amount / unit.factor) + std::string(unit.name);
  }
  return "0";
}

}  // namespace

std::optional<std::chrono::milliseconds> read_duration(const std::string& text) {
  double number = 0;
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number, std::chars_format::fixed);
  if (read.ec != std::errc{} || !std::isfinite(number) || number < 0) return std::nullopt;
  const std::string_view unit(read.ptr, static_cast<std::size_t>(end - read.ptr));
  for (const Unit& known : times) {
    if (unit != known.name && !(unit.empty() && known.name == "s")) continue;
    const double milliseconds = number * static_cast<double>(known.factor);
    if (milliseconds > most_milliseconds) return std::nullopt;
    return std::chrono::milliseconds(std::llround(milliseconds));
  }
  return std::nullopt;
}

std::string duration_text(std::chrono::milliseconds duration) {
  const auto text = text_in_units(static_cast<std::size_t>(duration.count()), times);
  return text == "0" ? "0s" : text;
}

std::optional<std::size_t> read_size(const std::string& text) {
  std::size_t number = 0;
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number);
  if (read.ec != std::errc{} || number > most_bytes) return std::nullopt;
  const std::string_view unit(read.ptr, static_cast<std::size_t>(end - read.ptr));
  for (const Unit& known : sizes) {
    if (unit == known.name && number <= most_bytes / known.factor) return number * known.factor;
  }
  return std::nullopt;
}

std::string size_text(std::size_t bytes) { return text_in_units(bytes, sizes); }

}  // namespace pancake
