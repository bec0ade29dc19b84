#include <spdlog/fmt/fmt.h>

#include "routes/route.h"
#include "views/json_text.h"

namespace pancake {
namespace {

std::string_view source_word(StateSource source) {
  switch (source) {
    case StateSource::none: return "null";
    case StateSource::store: return "\"store\"";
    case StateSource::disk: return "\"disk\"";
  }
  return "null";
}

void append_extension(std::string& out, const PublishedExtension& extension) {
  const auto published = extension.current();
  const SyncHealth health = extension.health();
  append_json_text(out, extension.definition().name);
  out += ":{\"revision\":";
  out += published ? std::to_string(published->table.revision) : "null";
  out += fmt::format(",\"age_seconds\":{:.3f},\"connected\":{},\"source\":{},\"held\":",
                     health.age.count(), health.connected, source_word(health.source));
  if (health.held.empty()) {
    out += "null";
  } else {
    append_json_text(out, health.held);
  }
  out += fmt::format(",\"problems\":{}}}", published ? published->table.problems.size() : 0);
}

}  // namespace

Reply healthz_route(RouteContext& /*context*/) {
  Response response(Status::ok, json_type, "{\"status\":\"ok\"}\n");
  response.add("Cache-Control", "no-store");
  return response;
}

Reply readyz_route(RouteContext& context) {
  // A load balancer that sees this sends no more; what comes all the same is answered.
  const bool ending = context.site.ending && context.site.ending->load();
  bool ready = !ending;
  std::string extensions;
  for (const auto& extension : context.site.extensions) {
    ready = ready && extension->current() != nullptr;
    if (!extensions.empty()) extensions += ',';
    append_extension(extensions, *extension);
  }
  Response response(ready ? Status::ok : Status::service_unavailable, json_type,
                    fmt::format("{{\"ready\":{},\"draining\":{},\"extensions\":{{{}}}}}\n", ready,
                                ending, extensions));
  response.add("Cache-Control", "no-store");
  return response;
}

}  // namespace pancake
