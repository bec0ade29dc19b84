#include "routes/table.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>

#include "http/form.h"
#include "routes/access.h"
#include "routes/awaited_revision.h"
#include "routes/route.h"

namespace pancake {
namespace {

using boost::beast::http::verb;

/// What may stand behind a route's path.
enum class Tail : std::uint8_t {
  none,
  name,           ///< "/x"
  optional_name,  ///< nothing or "/x"
  path,           ///< nothing or "/x/y/…"
};

/// Which part of the server a route belongs to.
enum class Part : std::uint8_t {
  serving,         ///< for everybody
  administration,  ///< can be left out (--no-admin)
  /// The same, and no page of another site may make a browser ask it.
  own_page,
};

struct Route {
  std::string_view path;
  Tail tail;
  /// Whether what it shows is made for this visitor, so that it may carry cookies.
  bool personal;
  Reply (*answer)(RouteContext&);
  /// As the field Allow says it; HEAD and OPTIONS come with GET.
  std::string_view methods = "GET, HEAD, OPTIONS";
  Part part = Part::serving;
  /// Whether it can be asked to wait for a revision of the extension behind its path.
  bool waits = false;
};

/// For a route that has methods of its own behind its path, and says so itself.
constexpr std::string_view any_method = "*";

/// The first route that fits is taken.
constexpr std::string_view reading = "GET, HEAD, OPTIONS";
constexpr auto routes = std::to_array<Route>({
    {"/status", Tail::optional_name, true, status_route, reading, Part::serving, true},
    {"/overview", Tail::optional_name, true, overview_route, reading, Part::administration},
    {"/overview-page", Tail::name, false, page_file_route, reading, Part::administration},
    {"/session", Tail::none, false, session_route, "GET, HEAD, POST, DELETE, OPTIONS",
     Part::own_page},
    {"/session/end", Tail::none, false, sign_out_route, "POST, OPTIONS", Part::own_page},
    {"/snapshot", Tail::name, true, snapshot_route, reading, Part::serving, true},
    {"/ofrep/v1/evaluate/flags", Tail::path, false, ofrep_route, "POST, OPTIONS"},
    {"/events", Tail::name, false, events_route},
    {"/healthz", Tail::none, false, healthz_route},
    {"/readyz", Tail::none, false, readyz_route},
    {"/metrics", Tail::none, false, metrics_route},
    {"/api/v1", Tail::path, false, api_route, any_method, Part::own_page},
    {"/sdk", Tail::path, false, sdk_route},
    {"", Tail::path, false, static_route},
});

/// Whether a method stands in the list that Allow shows.
bool allows(std::string_view methods, std::string_view method) {
  while (!methods.empty()) {
    const auto end = std::min(methods.find(", "), methods.size());
    if (methods.substr(0, end) == method) return true;
    methods.remove_prefix(std::min(end + 2, methods.size()));
  }
  return false;
}

/// The still encoded tail if the route fits the path. No value: it does not.
std::optional<std::string_view> tail_of(const Route& route, std::string_view path) {
  if (!path.starts_with(route.path)) return std::nullopt;
  std::string_view tail = path.substr(route.path.size());
  if (tail.empty()) {
    return route.tail == Tail::name ? std::nullopt : std::optional(tail);
  }
  if (tail.front() != '/' || route.tail == Tail::none) return std::nullopt;
  tail.remove_prefix(1);
  const bool is_name = !tail.empty() && tail.find('/') == std::string_view::npos;
  return route.tail == Tail::path || is_name ? std::optional(tail) : std::nullopt;
}

/// The path below the prefix that all routes have; no value if it is not below it.
std::optional<std::string_view> below_prefix(const Site& site, std::string_view path) {
  if (!path.starts_with(site.url_prefix)) return std::nullopt;
  path.remove_prefix(site.url_prefix.size());
  return path.empty() || path.front() == '/' ? std::optional(path) : std::nullopt;
}

Reply with_plain_method(const Route& route, RouteContext& context) {
  if (route.methods == any_method) return route.answer(context);
  const verb method = context.request.method;
  if (method == verb::options) {
    return std::move(Response(Status::ok).add("Allow", route.methods));
  }
  if (allows(route.methods, boost::beast::http::to_string(method))) return route.answer(context);
  auto response = error_response(Status::method_not_allowed, "method_not_allowed",
                                 "this path answers " + std::string(route.methods));
  response.add("Allow", route.methods);
  return response;
}

/// What pages of other origins may be let read. Never what administrators see and do.
bool is_for_other_origins(const Route& route) {
  constexpr std::array<std::string_view, 5> paths{"/status", "/snapshot", "/events", "/ofrep",
                                                  "/sdk"};
  return std::ranges::any_of(paths,
                             [&](std::string_view path) { return route.path.starts_with(path); });
}

/// The reply with what a page of another origin may do with it.
Reply for_other_origins(const Site& site, const Request& request, Reply reply) {
  if (auto* response = std::get_if<Response>(&reply)) {
    site.cross_origin.allow(*response, request);
  } else if (auto* subscription = std::get_if<EventSubscription>(&reply)) {
    site.cross_origin.allow(subscription->head, request);
  } else {
    auto wait = std::get<DeferredResponse>(std::move(reply));
    return DeferredResponse([&site, &request, wait]() -> Awaitable<Response> {
      Response waited_for = co_await wait();
      site.cross_origin.allow(waited_for, request);
      co_return waited_for;
    });
  }
  return reply;
}

Reply with_method(const Route& route, RouteContext& context) {
  const CrossOrigin& cross_origin = context.site.cross_origin;
  const bool shared = cross_origin.on() && is_for_other_origins(route);
  if (!shared) return with_plain_method(route, context);
  if (CrossOrigin::is_preflight(context.request)) {
    return cross_origin.preflight(context.request, route.methods);
  }
  return for_other_origins(context.site, context.request, with_plain_method(route, context));
}

Reply when_reached(const Site& site, WorkerMetrics& metrics, const Request& request,
                   RevisionWaits& waits);

/// The extension whose revision a request waits for; null if it waits for none.
RevisionWaits* awaited(const Site& site, const Route& route, const Request& request,
                       std::string_view tail) {
  const bool reads = request.method == verb::get || request.method == verb::head;
  if (!route.waits || !reads || !request.query_parameter("min-revision")) return nullptr;
  // Who may not have the answer is told so at once, by the route.
  if (request.query_parameter("scope") == "full" &&
      !authorize(site, request, Right::snapshot, tail)) {
    return nullptr;
  }
  const auto extension = site.find(tail.empty() ? "pancake" : tail);
  return extension ? site.revision_waits[*extension].get() : nullptr;
}

/// `place`: which route answered; stays as it is when none did. `may_wait`: whether a request is
/// answered later that asks to wait for a revision.
Reply routed(const Site& site, WorkerMetrics& metrics, const Request& request,
             SampleCookies& cookies, std::size_t& place, bool may_wait) {
  if (request.path == "*") {
    return std::move(Response(Status::ok).add("Allow", "GET, HEAD, OPTIONS"));
  }
  const auto path = below_prefix(site, request.path);
  if (!path) return not_found();
  for (const Route& route : routes) {
    if (route.path.empty() && !site.static_files) continue;
    if (route.part != Part::serving && !site.admin) continue;
    const auto encoded_tail = tail_of(route, *path);
    if (!encoded_tail) continue;
    place = static_cast<std::size_t>(&route - routes.data());
    auto tail = percent_decoded(*encoded_tail);
    if (!tail) {
      return error_response(Status::bad_request, "bad_path",
                            "a % in the path is not followed by two hexadecimal digits");
    }
    if (route.part == Part::own_page) {
      if (auto refusal = cross_site_refusal(request)) return std::move(*refusal);
    }
    if (auto* waits = may_wait ? awaited(site, route, request, *tail) : nullptr) {
      return when_reached(site, metrics, request, *waits);
    }
    Evidence evidence({site.identity, &site.identity->evidence}, request);
    RouteContext context{site, request, cookies, metrics, evidence, std::move(*tail)};
    Reply reply = with_method(route, context);
    const auto* response = std::get_if<Response>(&reply);
    const bool missing = response != nullptr && response->status() == Status::not_found;
    if (!route.personal && !missing) cookies.send_none();
    return reply;
  }
  return not_found();
}

Reply routed_or_error(const Site& site, WorkerMetrics& metrics, const Request& request,
                      std::size_t& place, bool may_wait) noexcept {
  try {
    SampleCookies cookies(site, request);
    Reply reply = routed(site, metrics, request, cookies, place, may_wait);
    if (auto* response = std::get_if<Response>(&reply)) cookies.add_to(*response);
    return reply;
  } catch (const std::exception& exception) {
    spdlog::error("a request could not be answered: {}", exception.what());
    return error_response(Status::internal_server_error, "internal",
                          "the server failed to answer; its log says more");
  }
}

/// The same route's answer, once the revision is there.
Reply when_reached(const Site& site, WorkerMetrics& metrics, const Request& request,
                   RevisionWaits& waits) {
  return DeferredResponse([&site, &metrics, &request, &waits]() -> Awaitable<Response> {
    auto refusal = co_await reach_revision(request, waits);
    if (refusal) {
      if (site.cross_origin.on()) site.cross_origin.allow(*refusal, request);
      co_return std::move(*refusal);
    }
    std::size_t counted_already = 0;
    Reply reply = routed_or_error(site, metrics, request, counted_already, false);
    if (auto* deferred = std::get_if<DeferredResponse>(&reply)) co_return co_await (*deferred)();
    co_return std::get<Response>(std::move(reply));
  });
}

using Instant = std::chrono::steady_clock::time_point;

Response counted(Response response, WorkerMetrics& metrics, std::size_t place, Instant begun) {
  metrics.requests.answered(place, static_cast<unsigned>(response.status()),
                            std::chrono::steady_clock::now() - begun);
  return response;
}

Awaitable<Response> counted_later(DeferredResponse deferred, WorkerMetrics& metrics,
                                  std::size_t place, Instant begun) {
  Response response = co_await deferred();
  co_return counted(std::move(response), metrics, place, begun);
}

}  // namespace

Reply answer_request(const Site& site, WorkerMetrics& metrics, const Request& request) noexcept {
  const auto begun = std::chrono::steady_clock::now();
  std::size_t place = metrics.requests.no_route();
  Reply reply = routed_or_error(site, metrics, request, place, true);
  if (auto* response = std::get_if<Response>(&reply)) {
    return counted(std::move(*response), metrics, place, begun);
  }
  if (auto* deferred = std::get_if<DeferredResponse>(&reply)) {
    return [deferred = std::move(*deferred), &metrics, place, begun] {
      return counted_later(deferred, metrics, place, begun);
    };
  }
  metrics.requests.answered(place, 200, std::chrono::steady_clock::now() - begun);
  return reply;
}

std::vector<std::string_view> route_patterns() {
  std::vector<std::string_view> patterns;
  for (const Route& route : routes) {
    patterns.push_back(route.path.empty() ? std::string_view("/") : route.path);
  }
  return patterns;
}

std::string_view route_of(const Site& site, const Request& request) {
  const auto path = below_prefix(site, request.path);
  if (!path) return "";
  for (const Route& route : routes) {
    if (route.path.empty() && !site.static_files) continue;
    if (tail_of(route, *path)) return route.path.empty() ? "/" : route.path;
  }
  return "";
}

std::optional<std::size_t> page_extension(const RouteContext& context) {
  if (context.tail.find('/') != std::string::npos) return std::nullopt;
  return context.site.find(context.tail.empty() ? "pancake" : std::string_view(context.tail));
}

Response not_found() {
  return error_response(Status::not_found, "not_found", "there is nothing at this path");
}

Response unknown_page() {
  Response response(Status::not_found, html_type, "Unknown");
  response.add("Cache-Control", "no-store");
  return response;
}

Response not_ready() {
  auto response = error_response(Status::service_unavailable, "not_ready",
                                 "the store has not been reached yet; try again");
  response.add("Retry-After", "1");
  return response;
}

}  // namespace pancake
