#include <spdlog/fmt/fmt.h>

// Inlined where it is used; nothing of it is linked.
#define XXH_INLINE_ALL
#define XXH_NO_XXH3
#include <xxhash.h>

#include "http/entity_tag.h"
#include "page/page_files.h"
#include "routes/route.h"

namespace pancake {

Reply page_file_route(RouteContext& context) {
  const PageFile* const file = find_page_file(context.tail);
  if (!file) return not_found();
  const std::string etag =
      fmt::format("\"{:016x}\"", XXH64(file->text.data(), file->text.size(), 0));
  const auto known = context.request.joined_fields("If-None-Match", ",");
  const bool has_it = known && names_entity_tag(*known, etag);
  Response response = has_it ? Response(Status::not_modified)
                             : Response(Status::ok, file->type, std::string(file->text));
  response.add("ETag", etag).add("Cache-Control", "no-cache");
  return response;
}

}  // namespace pancake
