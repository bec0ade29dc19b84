#include "routes/ofrep/evaluate.h"
#include "routes/ofrep/flag_json.h"

namespace pancake::ofrep {

Response evaluate_one(RouteContext& context, std::string_view key) {
  const auto evaluation = begin_evaluation(context, key);
  if (!evaluation) return evaluation.error();
  const Snapshot& full = *evaluation->published->snapshots.full->snapshot;
  const auto feature = find_flag(full, evaluation->audience, key);
  if (!feature) {
    // The same words whether there is one for servers or not.
    return failure_response(
        key, {FailureCode::flag_not_found, evaluation->audience == Audience::servers
                                               ? "there is no definition of this name"
                                               : "there is no flag of this name for clients"});
  }
  const auto answer = evaluate_flag(evaluation->visitor, full, *feature);
  if (!answer) return failure_response(key, answer.error());
  context.metrics.evaluations[evaluation->extension].count(evaluation->published->table, *feature,
                                                           answer->is_active());
  std::string body;
  append_flag(body, key, full.details(*feature).kind, *answer);
  body += '\n';
  Response response(Status::ok, json_type, std::move(body));
  response.add("Pancake-Revision", std::to_string(full.revision()))
      .add("Cache-Control", "no-store");
  return response;
}

}  // namespace pancake::ofrep
