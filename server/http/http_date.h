#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace pancake {

/// "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110, 5.6.7).
[[nodiscard]] std::string http_date(std::chrono::system_clock::time_point when);

/// The line "Date: …\r\n" of the present second. Valid until this thread asks again.
[[nodiscard]] std::string_view date_line();

}  // namespace pancake
