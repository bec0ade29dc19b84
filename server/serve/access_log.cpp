#include "serve/access_log.h"

#include <string>

#include "serve/log_format.h"

namespace pancake {
namespace {

using Clock = std::chrono::steady_clock;

/// What is known of a request before it is answered. The texts are constants.
struct Begun {
  std::string_view method;
  std::string_view route;
  std::string address;  ///< empty: it is not logged
  Clock::time_point when;
};

std::string_view method_word(boost::beast::http::verb method) {
  const auto word = boost::beast::http::to_string(method);
  return method == boost::beast::http::verb::unknown ? "unknown"
                                                     : std::string_view(word.data(), word.size());
}

void log_request(const Begun& begun, unsigned status, std::size_t bytes) {
  const std::chrono::duration<double, std::milli> time = Clock::now() - begun.when;
  const LogField method{"method", begun.method};
  const LogField route{"route", begun.route};
  const LogField code{"status", static_cast<std::int64_t>(status)};
  const LogField size{"bytes", static_cast<std::int64_t>(bytes)};
  const LogField took{"milliseconds", time.count()};
  if (begun.address.empty()) {
    log_with_fields(spdlog::level::info, "request", {method, route, code, size, took});
  } else {
    log_with_fields(spdlog::level::info, "request",
                    {method, route, code, size, took, {"address", begun.address}});
  }
}

void log_response(const Begun& begun, const Response& response) {
  log_request(begun, static_cast<unsigned>(response.status()), response.body().size());
}

Awaitable<Response> logged_response(DeferredResponse answer, Begun begun) {
  Response response = co_await answer();
  log_response(begun, response);
  co_return response;
}

}  // namespace

Reply AccessLog::logged(Reply reply, const Request& request, std::string_view route,
                        Clock::time_point begun) const {
  Begun what{method_word(request.method), route, {}, begun};
  if (with_address_) what.address = request.peer.to_string();
  if (const auto* response = std::get_if<Response>(&reply)) {
    log_response(what, *response);
  } else if (auto* deferred = std::get_if<DeferredResponse>(&reply)) {
    *deferred = [answer = std::move(*deferred), what] { return logged_response(answer, what); };
  } else {
    log_request(what, 200, 0);  // events: they begin now and have no end
  }
  return reply;
}

}  // namespace pancake
