#include "http/entity_tag.h"
#include "http/form.h"
#include "routes/ofrep/evaluate.h"
#include "routes/ofrep/evaluation_tag.h"
#include "routes/ofrep/flag_json.h"
#include "views/json_text.h"

namespace pancake::ofrep {
namespace {

/// `eventStreams`: where the client hears of changes. Without an origin, which only the client
/// knows: the path is below the one that it asks already.
void append_event_streams(std::string& out, const Site& site, std::string_view extension) {
  std::string path = site.url_prefix + "/events/";
  append_percent_encoded(path, extension);
  out += "\"eventStreams\":[{\"type\":\"sse\",\"endpoint\":{\"requestUri\":";
  append_json_text(out, path);
  out += "}}]";
}

std::string bulk_body(const RouteContext& context, const Evaluation& evaluation) {
  EvaluationCounts& counts = context.metrics.evaluations[evaluation.extension];
  const Snapshot& full = *evaluation.published->snapshots.full->snapshot;
  const auto features = all_flags(full, evaluation.audience);
  const auto answers = evaluate_flags(evaluation.visitor, full, features);
  std::string body = "{\"flags\":[";
  for (std::size_t place = 0; place < features.size(); ++place) {
    if (place > 0) body += ',';
    const std::string_view key = full.name(features[place]);
    if (const FlagAnswer& answer = answers[place]) {
      counts.count(evaluation.published->table, features[place], answer->is_active());
      append_flag(body, key, full.details(features[place]).kind, *answer);
    } else {
      append_failure(body, key, answer.error());
    }
  }
  body += "],";
  append_event_streams(body, context.site, full.extension());
  body += ",\"metadata\":{\"extension\":";
  append_json_text(body, full.extension());
  body += "}}\n";
  return body;
}

}  // namespace

Response evaluate_all_flags(RouteContext& context) {
  const auto evaluation = begin_evaluation(context, std::nullopt);
  if (!evaluation) return evaluation.error();
  std::string body = bulk_body(context, *evaluation);
  const std::string etag = evaluation_tag(context.request.body, body);
  const auto known = context.request.joined_fields("If-None-Match", ",");
  const bool has_it = known && names_entity_tag(*known, etag);
  Response response =
      has_it ? Response(Status::not_modified) : Response(Status::ok, json_type, std::move(body));
  response.add("ETag", etag)
      .add("Pancake-Revision", std::to_string(evaluation->published->table.revision))
      .add("Cache-Control", "private, no-store");
  return response;
}

}  // namespace pancake::ofrep
