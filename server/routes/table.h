#pragma once

#include "http/reply.h"
#include "http/request.h"
#include "routes/site.h"

namespace pancake {

/// Answers one request: finds the route, sees to the method, and sends the sample cookies.
/// Never throws; what goes wrong inside is a 500 and a line in the log.
[[nodiscard]] Reply answer_request(const Site& site, const Request& request) noexcept;

}  // namespace pancake
