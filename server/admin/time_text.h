#pragma once

#include <chrono>
#include <optional>
#include <string>

namespace pancake {

/// UTC to the microsecond, "2026-11-22T10:16:00.123456Z": the same in every time zone and locale.
[[nodiscard]] std::string time_text(std::chrono::system_clock::time_point when);

/// Reads what time_text wrote; no value for anything else.
[[nodiscard]] std::optional<std::chrono::system_clock::time_point> parse_time(
    const std::string& text);

}  // namespace pancake
