#include "http/http_date.h"

#include <spdlog/fmt/chrono.h>
#include <spdlog/fmt/fmt.h>

namespace pancake {

std::string http_date(std::chrono::system_clock::time_point when) {
  return fmt::format("{:%a, %d %b %Y %H:%M:%S} GMT",
                     fmt::gmtime(std::chrono::system_clock::to_time_t(when)));
}

std::string_view date_line() {
  thread_local std::time_t second = 0;
  thread_local std::string line;
  const auto now = std::chrono::system_clock::now();
  const std::time_t this_second = std::chrono::system_clock::to_time_t(now);
  if (this_second != second) {
    second = this_second;
    line = "Date: " + http_date(now) + "\r\n";
  }
  return line;
}

}  // namespace pancake
