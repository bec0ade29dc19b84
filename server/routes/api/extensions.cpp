// A whole extension at once: its name, everything that is stored of it, a snapshot.

#include "admin/export_document.h"
#include "admin/import_plan.h"
#include "http/accept.h"
#include "pancake/snapshot_file.h"
#include "routes/api/api_answer.h"
#include "routes/api/plan_answer.h"
#include "routes/api/request_parts.h"
#include "routes/api/stored_state.h"
#include "views/snapshot_json.h"

namespace pancake {
namespace {

using nlohmann::ordered_json;

constexpr std::string_view snapshot_type = "application/vnd.pancake.snapshot";

}  // namespace

Awaitable<Response> answer_extensions(const ApiCall& call) {
  ordered_json json{{"who", log_name(call)}, {"extensions", ordered_json::array()}};
  for (const auto& extension : call.site.extensions) {
    const std::string& name = extension->definition().name;
    auto rights = ordered_json::array();
    if (authorize(call.site, call.request, Right::read, name)) rights.push_back("read");
    if (authorize(call.site, call.request, Right::write, name)) rights.push_back("write");
    if (rights.empty()) continue;
    const auto published = extension->current();
    ordered_json entry{{"name", name}, {"rights", std::move(rights)}, {"revision", nullptr}};
    if (published) entry["revision"] = published->table.revision;
    json["extensions"].push_back(std::move(entry));
  }
  co_return json_answer(json, std::nullopt);
}

Awaitable<Response> answer_state(const ApiCall& call) {
  const auto stored = co_await read_state(call);
  if (!stored) co_return error_answer(stored.error());
  co_return text_answer(export_document(call.definition().name, *stored), stored->revision);
}

Awaitable<Response> answer_import(const ApiCall& call) {
  const auto dry_run = truth_parameter(call.request, "dry_run");
  if (!dry_run) co_return dry_run.error();
  const auto mode = choice_parameter(call.request, "mode", {"merge", "replace"});
  if (!mode) co_return mode.error();
  if (const auto is_json = require_json(call.request); !is_json) co_return is_json.error();
  const auto document = parse_export_document(call.request.body, "body");
  if (!document) co_return error_answer(document.error());
  if (!*dry_run) {
    if (auto believed = require_believed_store(call); !believed) co_return believed.error();
  }
  const auto stored = co_await read_state(call);
  if (!stored) co_return error_answer(stored.error());
  auto plan = import_plan(call.definition(), *document, *stored,
                          *mode == "merge" ? ImportMode::merge : ImportMode::replace);
  if (!plan) co_return error_answer(plan.error());
  co_return co_await answer_plan(call, std::move(*plan), *dry_run);
}

Awaitable<Response> answer_snapshot(const ApiCall& call) {
  const auto scope = choice_parameter(call.request, "scope", {"public", "full"});
  if (!scope) co_return scope.error();
  const auto published = published_of(call);
  if (!published) co_return published.error();
  const ServedSnapshots& snapshots = (*published)->snapshots;
  const Snapshot& snapshot = *(*scope == "full" ? snapshots.full : snapshots.public_)->snapshot;
  const auto accept = call.request.joined_fields("Accept", ",");
  const bool json = accept && quality_of(*accept, json_type) > quality_of(*accept, snapshot_type);
  if (json) co_return text_answer(snapshot_json(snapshot), snapshot.revision());
  const auto file = std::make_shared<const Bytes>(file_of(snapshot));
  Response response(Status::ok, snapshot_type, body_of(file->span()), file);
  response.add("Cache-Control", "no-store")
      .add("Pancake-Revision", std::to_string(snapshot.revision()));
  co_return response;
}

Awaitable<Response> answer_accept_store_state(const ApiCall& call) {
  auto author = author_of(call);
  if (!author) co_return author.error();
  const auto written = co_await accept_state(call, std::move(*author));
  if (!written) co_return error_answer(written.error());
  co_return written_answer(*written, {});
}

}  // namespace pancake
