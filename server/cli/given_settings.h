#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "error.h"

namespace pancake {

/// Who says what a setting is, the first of these that does.
enum class SettingSource : std::uint8_t { option, environment, file, fallback };

/// What one source says of one setting.
struct GivenSetting {
  SettingSource source = SettingSource::fallback;
  std::string place;               ///< "--listen", "PANCAKE_LISTEN", "config.json:3: listen"
  std::vector<std::string> texts;  ///< one, but for lists
};

/// By the settings' names; what nobody gave is not in it.
using GivenSettings = std::map<std::string, GivenSetting>;

}  // namespace pancake
