#pragma once

#include <string>

#include "http/reply.h"
#include "http/request.h"
#include "http/response.h"
#include "identity/evidence.h"
#include "routes/sample_cookies.h"
#include "routes/site.h"

namespace pancake {

/// What a route answers from.
struct RouteContext {
  const Site& site;
  const Request& request;
  SampleCookies& cookies;
  WorkerMetrics& metrics;
  Evidence& evidence;  ///< what the request proves about its visitor
  std::string tail;    ///< the decoded path behind the route's own, without the slash between
};

// The routes, each in its own file. The table takes care of methods and HEAD.
[[nodiscard]] Reply status_route(RouteContext& context);
[[nodiscard]] Reply overview_route(RouteContext& context);
[[nodiscard]] Reply snapshot_route(RouteContext& context);
[[nodiscard]] Reply page_file_route(RouteContext& context);
[[nodiscard]] Reply ofrep_route(RouteContext& context);
[[nodiscard]] Reply events_route(RouteContext& context);
[[nodiscard]] Reply healthz_route(RouteContext& context);
[[nodiscard]] Reply readyz_route(RouteContext& context);
[[nodiscard]] Reply metrics_route(RouteContext& context);
/// Everything below /api/v1 (routes/api/).
[[nodiscard]] Reply api_route(RouteContext& context);
[[nodiscard]] Reply session_route(RouteContext& context);
[[nodiscard]] Reply sign_out_route(RouteContext& context);
[[nodiscard]] Reply sdk_route(RouteContext& context);
[[nodiscard]] Reply static_route(RouteContext& context);

/// The extension that a page's path names: `pancake` without a name, and none for a name with
/// a slash, which flask-pancake 0.5.2's paths cannot hold.
[[nodiscard]] std::optional<std::size_t> page_extension(const RouteContext& context);

// Answers that several routes give.
[[nodiscard]] Response not_found();
/// flask-pancake 0.5.2's answer for an extension that is not there: the text `Unknown`.
[[nodiscard]] Response unknown_page();
/// 503: the store was not heard of since the start.
[[nodiscard]] Response not_ready();

}  // namespace pancake
