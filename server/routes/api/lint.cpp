#include "admin/lint.h"

#include "routes/api/api_answer.h"
#include "routes/api/request_parts.h"

namespace pancake {

/// The body is a definitions file as it stands on a disk: what is no JSON is a finding.
Awaitable<Response> answer_lint(const ApiCall& call) {
  if (const auto is_json = require_json(call.request); !is_json) co_return is_json.error();
  constexpr const char* name = "body";
  nlohmann::ordered_json json;
  json["findings"] = findings_json(lint(call.request.body, name), name);
  co_return json_answer(json, std::nullopt);
}

}  // namespace pancake
