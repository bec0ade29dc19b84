// Definitions in the store, and what the definitions file says.

#include "admin/discover.h"
#include "definitions/extension_json.h"
#include "definitions/feature_default.h"
#include "routes/api/api_answer.h"
#include "routes/api/change.h"
#include "routes/api/request_parts.h"
#include "routes/api/stored_state.h"

namespace pancake {
namespace {

using nlohmann::ordered_json;

/// {"default":false,"description":"…","client":true}
Needed<FeatureDefinition> definition_of(const ApiCall& call) {
  FeatureDefinition definition;
  definition.kind = call.kind();
  definition.name = call.part("name");
  auto read =
      read_body(call.request, false, {"default", "description", "client"}, [&](const Field& body) {
        const auto fallback = body.member("default");
        if (!fallback) return body.wrong("'default' is missing");
        auto value = feature_default(definition.kind, fallback->node().value);
        if (!value) return fallback->wrong(value.error());
        definition.fallback = std::move(*value);
        if (const auto text = body.member("description")) {
          definition.description = text->text().value_or("");
        }
        if (const auto client = body.member("client")) {
          definition.client = client->truth().value_or(false);
        }
      });
  if (!read) return tl::unexpected(std::move(read.error()));
  return definition;
}

}  // namespace

Awaitable<Response> answer_define(const ApiCall& call) {
  auto definition = definition_of(call);
  if (!definition) co_return definition.error();
  Change change = Define{std::move(*definition)};
  co_return co_await answer_change(call, std::move(change));
}

Awaitable<Response> answer_undefine(const ApiCall& call) {
  Change change = Undefine{call.kind(), call.part("name")};
  co_return co_await answer_change(call, std::move(change));
}

Awaitable<Response> answer_definition(const ApiCall& call) {
  ordered_json json;
  json["extensions"][call.definition().name] = extension_json(call.definition());
  auto response = json_answer(json, std::nullopt);
  const SyncHealth health = call.extension->health();
  if (!health.held.empty()) response.add("Pancake-Held", health.held);
  co_return response;
}

Awaitable<Response> answer_discover(const ApiCall& call) {
  const auto stored = co_await read_state(call);
  if (!stored) co_return error_answer(stored.error());
  const auto text = discovered_definitions(call.definition(), *stored);
  if (!text) co_return error_answer(text.error());
  co_return text_answer(*text, stored->revision);
}

}  // namespace pancake
