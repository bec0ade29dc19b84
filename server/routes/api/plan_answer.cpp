#include "routes/api/plan_answer.h"

#include "admin/change_json.h"
#include "routes/api/api_answer.h"
#include "routes/api/request_parts.h"
#include "routes/api/stored_state.h"

namespace pancake {

using nlohmann::ordered_json;

Awaitable<Response> answer_plan(const ApiCall& call, ChangePlan plan, bool dry_run) {
  auto author = author_of(call);
  if (!author) co_return author.error();
  Written written;
  if (!dry_run) {
    auto done = co_await apply_whole_plan(call, plan.writes, std::move(*author));
    if (!done) co_return error_answer(done.error());
    written = std::move(*done);
  }
  ordered_json json{{"revision", written.revision},
                    {"dry_run", dry_run},
                    {"changes", ordered_json::array()},
                    {"skipped", plan.skipped},
                    {"overwrites", plan.overwrites}};
  for (const Write& write : plan.writes) json["changes"].push_back(change_json(write.change));
  if (!written.warning.empty()) json["warning"] = written.warning;
  co_return json_answer(json, written.revision);
}

}  // namespace pancake
