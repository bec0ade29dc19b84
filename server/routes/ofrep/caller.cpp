#include "routes/ofrep/caller.h"

#include <boost/beast/core/string.hpp>

#include "routes/access.h"

namespace pancake::ofrep {

std::string extension_name(const Request& request) {
  if (const auto field = request.field("Pancake-Extension")) return std::string(*field);
  return request.query_parameter("extension").value_or("pancake");
}

tl::expected<Audience, Response> audience_of(RouteContext& context, std::string_view extension) {
  Request presented = context.request;
  const auto api_key = presented.field("X-API-Key");
  if (!api_key && !presented.field("Authorization")) return Audience::clients;
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
