#include "routes/route.h"
#include "routes/visitor_answers.h"

namespace pancake {

Reply status_route(RouteContext& context) {
  const auto extension = page_extension(context);
  if (!extension) return unknown_page();
  const auto published = context.site.extensions[*extension]->current();
  if (!published) return not_ready();
  const auto answers = visitor_answers(context, *extension, *published);
  context.metrics.evaluations[*extension].count(published->table, answers);
  Response response(Status::ok, json_type, published->status.fill(answers));
  response.add("Cache-Control", "no-store");
  return response;
}

}  // namespace pancake
