#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>

namespace pancake {

/// "5", "1.5s", "500ms", "2m", "1h" up to a year, not below a millisecond's grain; a plain number
/// is in seconds. No value: it is none of these.
[[nodiscard]] std::optional<std::chrono::milliseconds> read_duration(const std::string& text);

/// The shortest text that reads as this: "2m", "90s", "1500ms".
[[nodiscard]] std::string duration_text(std::chrono::milliseconds duration);

/// Bytes, "65536", "64k" or "1M", by powers of 1024. No value: it is none of these.
[[nodiscard]] std::optional<std::size_t> read_size(const std::string& text);

[[nodiscard]] std::string size_text(std::size_t bytes);

}  // namespace pancake
