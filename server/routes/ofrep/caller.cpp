#include "routes/ofrep/caller.h"

#include <algorithm>
#include <boost/beast/core/string.hpp>

#include "routes/access.h"

namespace pancake::ofrep {

namespace {

/// Whether a header says who a visitor is: `Bearer`, and then what begins as the JSON of a JWT
/// does, with two dots. Whether it is valid or has expired, it is nobody's key.
bool has_jwt_form(std::string_view authorization) {
  const auto text = authorization.substr(std::min(authorization.find(' '), authorization.size()));
  return text.starts_with(" eyJ") && std::ranges::count(text, '.') == 2;
}

}  // namespace

std::string extension_name(const Request& request) {
  if (const auto field = request.field("Pancake-Extension")) return std::string(*field);
  return request.query_parameter("extension").value_or("pancake");
}

tl::expected<Audience, Response> audience_of(RouteContext& context, std::string_view extension) {
  Request presented = context.request;
  const auto api_key = presented.field("X-API-Key");
  const auto given = presented.field("Authorization");
  if (!api_key && (!given || has_jwt_form(*given))) return Audience::clients;
  // A JWT in Authorization says who the visitor is; it is nobody's key.
  if (!api_key && context.evidence.claims()) return Audience::clients;

  std::string authorization;
  if (api_key) {
    authorization = "Bearer " + std::string(*api_key);
    std::erase_if(presented.fields, [](const Request::Field& field) {
      return boost::beast::iequals(field.name, "Authorization");
    });
    presented.fields.push_back({"Authorization", authorization});
  }
  auto caller = authorize(context.site, presented, Right::snapshot, extension);
  if (!caller) return tl::unexpected(std::move(caller.error()));
  return Audience::servers;
}

}  // namespace pancake::ofrep
