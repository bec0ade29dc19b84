// How features answer one visitor, who is described in the body.

#include "admin/explain.h"
#include "admin/known_names.h"
#include "identity/visitor.h"
#include "routes/api/api_answer.h"
#include "routes/api/request_parts.h"
#include "routes/api/stored_state.h"

namespace pancake {
namespace {

struct AskedVisitor {
  std::vector<std::pair<std::string, std::string>> ids;  ///< (group, object id)
  std::string key;
};

/// {"ids":{"user":"42"},"visitor":"aB3"}; without a visitor one that was never seen before.
Needed<AskedVisitor> visitor_of_body(const ApiCall& call) {
  AskedVisitor visitor;
  std::optional<std::string> key;
  auto read = read_body(call.request, true, {"ids", "visitor"}, [&](const Field& body) {
    if (const auto text = body.member("visitor")) key = text->text();
    const auto ids = body.member("ids");
    if (!ids) return;
    for (const Field& id : ids->members({})) {
      auto text = id.text();
      if (const auto known = require_group(call.definition(), id.key()); !known) {
        id.wrong(known.error().message);
      }
      if (text) visitor.ids.emplace_back(id.key(), std::move(*text));
    }
  });
  if (!read) return tl::unexpected(std::move(read.error()));
  visitor.key = key ? std::move(*key) : new_visitor().key;
  return visitor;
}

/// One place a group of the snapshot.
std::vector<std::optional<std::string_view>> ids_for(const Snapshot& snapshot,
                                                     const AskedVisitor& visitor) {
  std::vector<std::optional<std::string_view>> ids(snapshot.group_count());
  for (std::uint32_t group = 0; group < snapshot.group_count(); ++group) {
    for (const auto& [name, id] : visitor.ids) {
      if (name == snapshot.group(group)) ids[group] = id;
    }
  }
  return ids;
}

}  // namespace

Awaitable<Response> answer_explain(const ApiCall& call) {
  const auto visitor = visitor_of_body(call);
  if (!visitor) co_return visitor.error();
  const auto published = published_of(call);
  if (!published) co_return published.error();
  const FeatureTable& table = (*published)->table;
  const auto row = find_feature(table, call.kind(), call.part("name"));
  if (!row) co_return error_answer(unknown_feature(table, call.kind(), call.part("name")).value());
  const auto explanation = explain(table, call.kind(), *row, visitor->ids, visitor->key);
  co_return json_answer(explanation_json(explanation), table.revision);
}

Awaitable<Response> answer_status(const ApiCall& call) {
  const auto visitor = visitor_of_body(call);
  if (!visitor) co_return visitor.error();
  const auto published = published_of(call);
  if (!published) co_return published.error();
  const Snapshot& snapshot = *(*published)->snapshots.full->snapshot;
  const auto ids = ids_for(snapshot, *visitor);
  std::vector<pancake::Answer> answers(snapshot.feature_count());
  evaluate_all(snapshot, Visitor{ids, visitor->key}, answers);
  co_return text_answer((*published)->status.fill(answers), (*published)->table.revision);
}

}  // namespace pancake
