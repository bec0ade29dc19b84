#include "routes/cross_origin.h"

#include <algorithm>

#include "http/grammar.h"

namespace pancake {

bool is_origin(std::string_view text) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (!text.starts_with(scheme)) continue;
    const auto is_upper = [](char c) { return c >= 'A' && c <= 'Z'; };
    return is_host_and_port(text.substr(scheme.size())) && std::ranges::none_of(text, is_upper);
  }
  return false;
}

CrossOrigin::CrossOrigin(const std::vector<std::string>& origins) {
  for (const std::string& origin : origins) {
    if (origin == "*") {
      any_ = true;
    } else {
      named_.push_back(origin);
    }
  }
}

bool CrossOrigin::is_preflight(const Request& request) {
  return request.method == boost::beast::http::verb::options && request.field("Origin") &&
         request.field("Access-Control-Request-Method");
}

bool CrossOrigin::add_origin(Response& response, const Request& request) const {
  // Also without an Origin: a cache must not give this answer to a page that has one.
  response.add("Vary", "Origin");
  const auto origin = request.field("Origin");
  if (!origin || request.count("Origin") > 1) return false;
  if (std::ranges::find(named_, *origin) != named_.end()) {
    response.add("Access-Control-Allow-Origin", *origin)
        .add("Access-Control-Allow-Credentials", "true");
    return true;
  }
  if (any_) response.add("Access-Control-Allow-Origin", "*");
  return any_;
}

void CrossOrigin::allow(Response& response, const Request& request) const {
  if (!add_origin(response, request)) return;
  response.add("Access-Control-Expose-Headers", "ETag, Pancake-Revision, Retry-After");
}

Response CrossOrigin::preflight(const Request& request, std::string_view methods) const {
  Response response(Status::no_content);
  response.add("Allow", methods);
  if (!add_origin(response, request)) return response;
  response.add("Access-Control-Allow-Methods", methods)
      .add("Access-Control-Allow-Headers",
           "Authorization, Content-Type, If-None-Match, Last-Event-ID, Pancake-Extension, "
           "Pancake-Ids, Pancake-Visitor, X-API-Key")
      .add("Access-Control-Max-Age", "7200");
  return response;
}

}  // namespace pancake
