#pragma once

#include <cstdint>
#include <optional>

#include "pancake/feature.h"

namespace pancake {

/// What is known of a feature besides its answer, in one byte:
///
///   bit  7         6      5        4       3 2    1 0
///        fixed on  fixed  problem  client  state  default
///
/// State and default are a `Setting` (switches and flags only); fixed is for samples only.
struct SettingsByte {
  Setting default_setting = Setting::unset;
  Setting state = Setting::unset;
  bool client = false;
  bool problem = false;
  std::optional<bool> fixed_answer;
};

[[nodiscard]] constexpr std::uint8_t pack(const SettingsByte& settings) noexcept {
  return static_cast<std::uint8_t>(
      static_cast<unsigned>(settings.default_setting) |
      (static_cast<unsigned>(settings.state) << 2U) | (settings.client ? 1U << 4U : 0U) |
      (settings.problem ? 1U << 5U : 0U) | (settings.fixed_answer ? 1U << 6U : 0U) |
      (settings.fixed_answer.value_or(false) ? 1U << 7U : 0U));
}

[[nodiscard]] constexpr SettingsByte unpack(std::uint8_t byte) noexcept {
  const auto bit = [byte](unsigned place) { return ((byte >> place) & 1U) != 0; };
  SettingsByte settings;
  settings.default_setting = static_cast<Setting>(byte & 3U);
  settings.state = static_cast<Setting>((byte >> 2U) & 3U);
  settings.client = bit(4);
  settings.problem = bit(5);
  if (bit(6)) settings.fixed_answer = bit(7);
  return settings;
}

}  // namespace pancake
