#pragma once

#include <chrono>
#include <string_view>

#include "http/reply.h"

namespace pancake {

/// One line for each request: method, route, status, bytes of the body, time. Nothing that a
/// client says stands in it: no path, query, id, cookie, token or name of its program.
class AccessLog {
 public:
  explicit AccessLog(bool with_address) : with_address_(with_address) {}

  /// The reply, which is logged as soon as its status is known. `route`: its path, from the table
  /// of routes; `begun`: when the request was there.
  [[nodiscard]] Reply logged(Reply reply, const Request& request, std::string_view route,
                             std::chrono::steady_clock::time_point begun) const;

 private:
  bool with_address_;
};

}  // namespace pancake
