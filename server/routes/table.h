#pragma once

#include "http/reply.h"
#include "http/request.h"
#include "routes/site.h"

namespace pancake {

/// Answers one request: finds the route, sees to the method, and sends the sample cookies.
/// Never throws; what goes wrong inside is a 500 and a line in the log.
/// What it took and gave is counted in `metrics`, which must be the calling thread's.
[[nodiscard]] Reply answer_request(const Site& site, WorkerMetrics& metrics,
                                   const Request& request) noexcept;

/// How the routes are named in metrics: their paths, in the order of the table.
[[nodiscard]] std::vector<std::string_view> route_patterns();

/// The path of the route that answers a request, "/snapshot": nothing of what a client chose.
/// "/" for files, empty if there is none.
[[nodiscard]] std::string_view route_of(const Site& site, const Request& request);

}  // namespace pancake
