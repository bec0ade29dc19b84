// A line of the log is one line, whatever its message holds.

#include "serve/log_format.h"

#include <nlohmann/json.hpp>

#include "catch.h"

namespace pancake {

namespace {

std::string formatted(LogFormat format, const std::string& message) {
  const spdlog::details::log_msg line("pancake", spdlog::level::warn,
                                      {message.data(), message.size()});
  spdlog::memory_buf_t out;
  make_log_formatter(format)->format(line, out);
  return {out.data(), out.size()};
}

}  // namespace

TEST_CASE("no message can fake a second line or move the cursor") {
  const std::string evil =
      "a\nb\x1b[2J\r\x7f\xff c\xc2\x9b"
      "d";
  const auto text = formatted(LogFormat::text, evil);
  CHECK(text.ends_with(" warning a\\x0ab\\x1b[2J\\x0d\\x7f\\xff c\\x9bd\n"));
  const auto json = formatted(LogFormat::json, evil);
  CHECK(std::count(json.begin(), json.end(), '\n') == 1);
  const auto parsed = nlohmann::json::parse(json);
  CHECK(parsed["level"] == "warning");
  CHECK(parsed["message"].get<std::string>().starts_with("a\nb\x1b[2J\r"));
  CHECK(parsed["time"].get<std::string>().size() == std::string("2026-11-22T10:16:00.123Z").size());
}

}  // namespace pancake
