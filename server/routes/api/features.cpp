// What the published state says of features: lists, one feature, one override.

#include "admin/known_names.h"
#include "http/entity_tag.h"
#include "routes/api/api_answer.h"
#include "routes/api/precondition.h"
#include "routes/api/resource.h"
#include "routes/api/stored_state.h"
#include "views/feature_entry.h"
#include "views/overview.h"

namespace pancake {
namespace {

using nlohmann::ordered_json;

/// One thing with its ETag, or 304 to a caller that has it.
Response tagged_answer(const ApiCall& call, const ordered_json& json, std::uint64_t revision) {
  const auto etag = entity_tag_of(json);
  const auto known = call.request.joined_fields("If-None-Match", ",");
  const bool same = known && names_entity_tag(*known, etag);
  Response response = same ? Response(Status::not_modified) : json_answer(json, revision);
  if (same) {
    response.add("Cache-Control", "no-store").add("Pancake-Revision", std::to_string(revision));
  }
  response.add("ETag", etag);
  return response;
}

}  // namespace

Awaitable<Response> answer_overview(const ApiCall& call) {
  const auto published = published_of(call);
  if (!published) co_return published.error();
  const FeatureTable& table = (*published)->table;
  co_return text_answer(overview_json(table), table.revision);
}

Awaitable<Response> answer_features(const ApiCall& call) {
  const auto published = published_of(call);
  if (!published) co_return published.error();
  const FeatureTable& table = (*published)->table;
  auto list = ordered_json::array();
  for (const FeatureRow& row : table.of(call.kind())) {
    list.push_back(feature_entry(table, call.kind(), row));
  }
  co_return json_answer(list, table.revision);
}

Awaitable<Response> answer_feature(const ApiCall& call) {
  const auto published = published_of(call);
  if (!published) co_return published.error();
  const FeatureTable& table = (*published)->table;
  const auto row = find_feature(table, call.kind(), call.part("name"));
  if (!row) co_return error_answer(unknown_feature(table, call.kind(), call.part("name")).value());
  co_return tagged_answer(call, feature_resource(table, call.kind(), *row), table.revision);
}

Awaitable<Response> answer_group(const ApiCall& call) {
  const auto published = published_of(call);
  if (!published) co_return published.error();
  const auto known = require_group(call.definition(), call.part("group"));
  if (!known) co_return error_answer(known.error());
  const FeatureTable& table = (*published)->table;
  const std::size_t group = call.definition().group_index(call.part("group")).value_or(0);
  auto list = ordered_json::array();
  for (std::size_t flag = 0; flag < table.flags.size(); ++flag) {
    list.push_back(group_entry(table, flag, group, call.part("id")));
  }
  co_return json_answer(list, table.revision);
}

Awaitable<Response> answer_override(const ApiCall& call) {
  const auto published = published_of(call);
  if (!published) co_return published.error();
  const auto known = require_group(call.definition(), call.part("group"));
  if (!known) co_return error_answer(known.error());
  const FeatureTable& table = (*published)->table;
  const auto flag = find_feature(table, FeatureKind::flag, call.part("name"));
  if (!flag) {
    co_return error_answer(unknown_feature(table, FeatureKind::flag, call.part("name")).value());
  }
  const std::size_t group = call.definition().group_index(call.part("group")).value_or(0);
  co_return tagged_answer(call, override_resource(table, *flag, group, call.part("id")),
                          table.revision);
}

}  // namespace pancake
