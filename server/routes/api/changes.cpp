// The log, and several changes at once.

#include "admin/change_check.h"
#include "admin/change_json.h"
#include "admin/kind_words.h"
#include "admin/place.h"
#include "routes/api/api_answer.h"
#include "routes/api/request_parts.h"
#include "routes/api/stored_state.h"
#include "store/kind_text.h"

namespace pancake {
namespace {

using nlohmann::ordered_json;

constexpr std::uint64_t usual_page = 50;
constexpr std::uint64_t most_of_page = 1000;

/// ?limit=&before=&feature=&kind=
Needed<LogQuery> log_query(const Request& request) {
  LogQuery query;
  const auto limit = number_parameter(request, "limit");
  if (!limit) return tl::unexpected(limit.error());
  if (limit->value_or(1) == 0 || limit->value_or(1) > most_of_page) {
    return tl::unexpected(
        error_response(Status::bad_request, "bad_parameter", "limit: has to be from 1 to 1000"));
  }
  query.limit = limit->value_or(usual_page);
  const auto before = number_parameter(request, "before");
  if (!before) return tl::unexpected(before.error());
  query.before = *before;
  query.feature = request.query_parameter("feature");
  const auto kind = choice_parameter(request, "kind", {"any", "switch", "flag", "sample"});
  if (!kind) return tl::unexpected(kind.error());
  query.kind = kind_from_text(*kind);
  return query;
}

tl::unexpected<Response> bad_body(const std::string& what) {
  return tl::unexpected(error_response(Status::bad_request, "bad_value", "body: " + what));
}

/// {"changes":[…]}, each as write_json writes it.
Needed<std::vector<Write>> writes_of(const Request& request) {
  auto read = read_body(request, false, {"changes"}, [](const Field& body) {
    const auto changes = body.member("changes");
    if (!changes) return body.wrong("'changes' is missing: a list");
    for (const Field& change : changes->entries()) {
      static_cast<void>(
          change.members({"action", "kind", "name", "group", "id", "id_hex", "value", "expected"}));
    }
  });
  if (!read) return tl::unexpected(std::move(read.error()));
  const auto json = ordered_json::parse(request.body, nullptr, false);
  if (!json.is_object()) return bad_body("is not an object");
  const auto& changes = json.at("changes");
  if (changes.empty() || changes.size() > most_writes) {
    return bad_body("changes: has to have 1 to " + std::to_string(most_writes) + " entries");
  }
  std::vector<Write> writes;
  for (const auto& change : changes) {
    auto write = parse_write(change);
    if (!write) {
      return bad_body("changes[" + std::to_string(writes.size()) + "]: " + write.error().message);
    }
    writes.push_back(std::move(*write));
  }
  return writes;
}

/// Whether all of them may be made. A feature may be unknown, since an import brings back what
/// was stored of features that nobody defined; its name has to be one that could be defined.
Result<void> check_writes(const ExtensionDefinition& extension, const FeatureTable& table,
                          const std::vector<Write>& writes) {
  for (std::size_t index = 0; index < writes.size(); ++index) {
    auto checked = check_change(extension, table, writes[index].change);
    if (!checked && checked.error().code == ErrorCode::unknown_feature) {
      const Place place = place_of(writes[index].change);
      checked = check_name(capitalized(place.kind), place.key);
    }
    if (checked) continue;
    return fail(checked.error().code,
                "changes[" + std::to_string(index) + "]: " + checked.error().message);
  }
  return {};
}

}  // namespace

Awaitable<Response> answer_changes(const ApiCall& call) {
  const auto query = log_query(call.request);
  if (!query) co_return query.error();
  const auto read = [name = call.definition().name, query = *query](Store& store) {
    return store.log(name, query);
  };
  const auto entries = co_await call.site.store->run<std::vector<LogEntry>>(read);
  if (!entries) co_return error_answer(entries.error());
  ordered_json json{{"changes", ordered_json::array()}};
  for (const LogEntry& entry : *entries) json["changes"].push_back(log_entry_json(entry));
  if (entries->size() >= query->limit) json["next"] = entries->back().revision;
  co_return json_answer(json, std::nullopt);
}

Awaitable<Response> answer_apply_changes(const ApiCall& call) {
  auto author = author_of(call);
  if (!author) co_return author.error();
  auto writes = writes_of(call.request);
  if (!writes) co_return writes.error();
  if (auto believed = require_believed_store(call); !believed) co_return believed.error();
  const auto published = published_of(call);
  if (!published) co_return published.error();
  const auto checked = check_writes(call.definition(), (*published)->table, *writes);
  if (!checked) co_return error_answer(checked.error());
  const auto applied = co_await apply_writes(call, *writes, std::move(*author));
  if (!applied) co_return error_answer(applied.error());
  co_return written_answer(*applied, *writes);
}

}  // namespace pancake
