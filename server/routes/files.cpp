#include "http/entity_tag.h"
#include "routes/route.h"

namespace pancake {
namespace {

Response file_response(const RouteContext& context, const std::optional<FileTree>& files) {
  const auto file = files ? files->find(context.tail) : nullptr;
  if (!file) return not_found();
  const auto known = context.request.joined_fields("If-None-Match", ",");
  Response response = known && names_entity_tag(*known, file->etag)
                          ? Response(Status::not_modified)
                          : Response(Status::ok, file->type, file->bytes, file);
  response.add("ETag", file->etag).add("Cache-Control", "no-cache");
  return response;
}

}  // namespace

Reply sdk_route(RouteContext& context) { return file_response(context, context.site.sdk_files); }

Reply static_route(RouteContext& context) {
  return file_response(context, context.site.static_files);
}

}  // namespace pancake
