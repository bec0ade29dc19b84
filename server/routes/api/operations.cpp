#include <algorithm>
#include <array>

#include "admin/kind_words.h"
#include "routes/api/api_call.h"

namespace pancake {
namespace {

using boost::beast::http::verb;

constexpr auto read = Right::read;
constexpr auto write = Right::write;

// tests/server_process/operations.test.mjs reads this table: one operation a line.
// clang-format off
constexpr std::array operations{
    ApiOperation{verb::get, "/extensions", "listExtensions", read, answer_extensions},
    ApiOperation{verb::get, "/extensions/{extension}/definition", "getDefinition", read, answer_definition},
    ApiOperation{verb::get, "/extensions/{extension}/discover", "discover", read, answer_discover},
    ApiOperation{verb::get, "/extensions/{extension}/state", "exportState", read, answer_state},
    ApiOperation{verb::get, "/extensions/{extension}/snapshot", "exportSnapshot", read, answer_snapshot},
    ApiOperation{verb::post, "/extensions/{extension}/import", "importState", write, answer_import},
    ApiOperation{verb::post, "/extensions/{extension}/accept-store-state", "acceptStoreState", write, answer_accept_store_state},
    ApiOperation{verb::get, "/extensions/{extension}/overview", "getOverview", read, answer_overview},
    ApiOperation{verb::post, "/extensions/{extension}/status", "getStatus", read, answer_status},
    ApiOperation{verb::get, "/extensions/{extension}/changes", "listChanges", read, answer_changes},
    ApiOperation{verb::post, "/extensions/{extension}/changes", "applyChanges", write, answer_apply_changes},
    ApiOperation{verb::post, "/extensions/{extension}/rollback", "rollback", write, answer_rollback},
    ApiOperation{verb::get, "/extensions/{extension}/diff", "diffRevisions", read, answer_diff},
    ApiOperation{verb::get, "/extensions/{extension}/groups/{group}/ids/{id}/flags", "listGroup", read, answer_group},
    ApiOperation{verb::get, "/extensions/{extension}/flags/{name}/overrides/{group}/{id}", "getOverride", read, answer_override},
    ApiOperation{verb::put, "/extensions/{extension}/flags/{name}/overrides/{group}/{id}", "setOverride", write, answer_set_override},
    ApiOperation{verb::delete_, "/extensions/{extension}/flags/{name}/overrides/{group}/{id}", "clearOverride", write, answer_clear_override},
    ApiOperation{verb::delete_, "/extensions/{extension}/flags/{name}/overrides/{group}", "clearOverrides", write, answer_clear_overrides},
    ApiOperation{verb::get, "/extensions/{extension}/{kinds}", "listFeatures", read, answer_features},
    ApiOperation{verb::get, "/extensions/{extension}/{kinds}/{name}", "getFeature", read, answer_feature},
    ApiOperation{verb::put, "/extensions/{extension}/{kinds}/{name}/state", "setState", write, answer_set_state},
    ApiOperation{verb::delete_, "/extensions/{extension}/{kinds}/{name}/state", "clearState", write, answer_clear_state},
    ApiOperation{verb::put, "/extensions/{extension}/{kinds}/{name}/definition", "defineFeature", write, answer_define},
    ApiOperation{verb::delete_, "/extensions/{extension}/{kinds}/{name}/definition", "undefineFeature", write, answer_undefine},
    ApiOperation{verb::post, "/extensions/{extension}/{kinds}/{name}/explain", "explainFeature", read, answer_explain},
    ApiOperation{verb::post, "/lint", "lint", read, answer_lint},
    ApiOperation{verb::get, "/openapi.json", "getOpenApi", std::nullopt, answer_openapi},
};
// clang-format on

}  // namespace

std::span<const ApiOperation> api_operations() { return operations; }

const std::string& ApiCall::part(std::string_view name) const {
  static const std::string none;
  const auto found = std::ranges::find(parts, name, &decltype(parts)::value_type::first);
  return found == parts.end() ? none : found->second;
}

FeatureKind ApiCall::kind() const {
  for (const auto kind : {FeatureKind::switch_, FeatureKind::sample}) {
    if (part("kinds") == plural(kind)) return kind;
  }
  return FeatureKind::flag;
}

}  // namespace pancake
