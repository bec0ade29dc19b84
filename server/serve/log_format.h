#pragma once

#include <spdlog/formatter.h>
#include <spdlog/spdlog.h>

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <variant>

namespace pancake {

/// How lines of the log look.
///
///   text   2026-11-22T10:16:00.123+00:00 info serving version=0.1.0 store=memory:
///   json {"time":"2026-11-22T10:16:00.123Z","level":"info","message":"serving","version":"0.1.0"}
enum class LogFormat : std::uint8_t { text, json };

/// Something that a program may want to read out of a line.
struct LogField {
  std::string_view name;  ///< a plain word
  std::variant<std::string_view, std::int64_t, double> value;
};

/// A line of the default logger with fields behind its message.
void log_with_fields(spdlog::level::level_enum level, std::string_view message,
                     std::initializer_list<LogField> fields);

/// A line is one line whatever the message holds: control characters, and bytes that are not
/// UTF-8, become escapes, so that no name out of a store can fake a line or move the cursor.
[[nodiscard]] std::unique_ptr<spdlog::formatter> make_log_formatter(LogFormat format);

/// Sends the default logger to stderr, line by line; the lowest level that is written is one of
/// "debug", "info", "warn", "error".
void start_log(LogFormat format, const std::string& level);

}  // namespace pancake
