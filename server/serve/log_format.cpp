#include "serve/log_format.h"

#include <spdlog/sinks/stdout_color_sinks.h>

#include <atomic>
#include <chrono>
#include <ctime>

#include "views/json_text.h"
#include "views/shown_text.h"

namespace pancake {
namespace {

/// Stands between a message and its fields, which are the inside of a JSON object.
constexpr char before_fields = '\x1e';

std::atomic<LogFormat> chosen_format{LogFormat::text};

using spdlog::memory_buf_t;

void append(memory_buf_t& out, std::string_view text) {
  out.append(text.data(), text.data() + text.size());
}

/// UTC: "2026-11-22T10:16:00.123Z".
std::string time_text(spdlog::log_clock::time_point when) {
  using std::chrono::milliseconds;
  const auto seconds = spdlog::log_clock::to_time_t(when);
  const auto since = std::chrono::duration_cast<milliseconds>(when.time_since_epoch()).count();
  std::tm utc{};
  if (gmtime_r(&seconds, &utc) == nullptr) return "?";
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", utc.tm_year + 1900,
                     utc.tm_mon + 1, utc.tm_mday, utc.tm_hour, utc.tm_min, utc.tm_sec,
                     since % 1000);
}

std::string_view level_word(const spdlog::details::log_msg& line) {
  const auto word = spdlog::level::to_string_view(line.level);
  return {word.data(), word.size()};
}

class TextLines final : public spdlog::formatter {
 public:
  void format(const spdlog::details::log_msg& line, memory_buf_t& out) override {
    append(out, time_text(line.time));
    append(out, " ");
    line.color_range_start = out.size();
    append(out, level_word(line));
    line.color_range_end = out.size();
    append(out, " ");
    append(out, shown({line.payload.data(), line.payload.size()}));
    append(out, "\n");
  }
  [[nodiscard]] std::unique_ptr<spdlog::formatter> clone() const override {
    return std::make_unique<TextLines>();
  }
};

class JsonLines final : public spdlog::formatter {
 public:
  void format(const spdlog::details::log_msg& line, memory_buf_t& out) override {
    const std::string_view payload(line.payload.data(), line.payload.size());
    const auto end = payload.find(before_fields);
    std::string message;
    append_json_text(message, payload.substr(0, end));
    append(out, fmt::format(R"({{"time":"{}","level":"{}","message":{})", time_text(line.time),
                            level_word(line), message));
    if (end != std::string_view::npos) append(out, payload.substr(end + 1));
    append(out, "}\n");
  }
  [[nodiscard]] std::unique_ptr<spdlog::formatter> clone() const override {
    return std::make_unique<JsonLines>();
  }
};

/// `,"name":value`, or ` name=value` with quotes only where the value has blanks.
struct AppendValue {
  std::string& out;
  bool as_json;

  void operator()(std::string_view text) const {
    const bool is_word = !text.empty() && text.find_first_of(" \t\"=") == std::string_view::npos;
    if (is_word && !as_json) {
      out += text;
    } else {
      append_json_text(out, text);
    }
  }
  void operator()(std::int64_t number) const { out += std::to_string(number); }
  void operator()(double number) const { out += fmt::format("{:.3f}", number); }
};

}  // namespace

void log_with_fields(spdlog::level::level_enum level, std::string_view message,
                     std::initializer_list<LogField> fields) {
  if (!spdlog::should_log(level)) return;
  const bool as_json = chosen_format.load(std::memory_order_relaxed) == LogFormat::json;
  std::string line(message);
  if (as_json) line += before_fields;
  for (const LogField& field : fields) {
    line += as_json ? ",\"" : " ";
    line += field.name;
    line += as_json ? "\":" : "=";
    std::visit(AppendValue{line, as_json}, field.value);
  }
  spdlog::log(level, spdlog::string_view_t(line.data(), line.size()));
}

std::unique_ptr<spdlog::formatter> make_log_formatter(LogFormat format) {
  if (format == LogFormat::json) return std::make_unique<JsonLines>();
  return std::make_unique<TextLines>();
}

void start_log(LogFormat format, const std::string& level) {
  constexpr const char* name = "pancake";
  auto logger = spdlog::get(name);
  if (!logger) logger = spdlog::stderr_color_mt(name);
  chosen_format.store(format, std::memory_order_relaxed);
  logger->set_formatter(make_log_formatter(format));
  logger->set_level(spdlog::level::from_str(level));
  logger->flush_on(spdlog::level::trace);
  spdlog::set_default_logger(std::move(logger));
}

}  // namespace pancake
