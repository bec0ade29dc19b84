#include "routes/api/change.h"

#include "admin/change_check.h"
#include "admin/place.h"
#include "routes/api/api_answer.h"
#include "routes/api/precondition.h"
#include "routes/api/request_parts.h"
#include "routes/api/resource.h"
#include "routes/api/stored_state.h"

namespace pancake {
namespace {

/// Whether the change may be made. Only a feature that the published state does not know is
/// looked for in the store: somebody may have defined it a moment ago.
Awaitable<Result<void>> check(const ApiCall& call, const Change& change) {
  const auto published = call.extension->current();
  if (published) {
    auto checked = check_change(call.definition(), published->table, change);
    if (checked || checked.error().code != ErrorCode::unknown_feature) co_return checked;
  }
  const auto stored = co_await read_state(call);
  if (!stored) co_return tl::unexpected(stored.error());
  const auto table = join(call.definition(), *stored);
  if (!table) co_return tl::unexpected(table.error());
  co_return check_change(call.definition(), *table, change);
}

/// The write of a change that has a precondition, on top of what was compared.
Needed<Write> conditional_write(const ApiCall& call, Change change, const StoredState& stored) {
  const auto table = join(call.definition(), stored);
  if (!table) return tl::unexpected(error_answer(table.error()));
  const StoredText text = text_at(stored, place_of(change));
  const auto etag = entity_tag_of(resource_of(*table, change));
  if (auto holds = check_precondition(call.request, etag, text.has_value()); !holds) {
    return tl::unexpected(std::move(holds.error()));
  }
  return Write{std::move(change), text};
}

}  // namespace

Awaitable<Response> answer_change(const ApiCall& call, Change change) {
  auto author = author_of(call);
  if (!author) co_return author.error();
  if (auto believed = require_believed_store(call); !believed) co_return believed.error();
  const auto checked = co_await check(call, change);
  if (!checked) co_return error_answer(checked.error());

  const bool conditional = has_precondition(call.request);
  std::vector<Write> writes;
  if (conditional) {
    const auto stored = co_await read_state(call);
    if (!stored) co_return error_answer(stored.error());
    auto write = conditional_write(call, std::move(change), *stored);
    if (!write) co_return write.error();
    writes.push_back(std::move(*write));
  } else {
    writes.push_back(Write{std::move(change), std::nullopt});
  }
  const auto applied = co_await apply_writes(call, writes, std::move(*author));
  if (applied) co_return written_answer(*applied, writes);
  if (conditional && applied.error().code == ErrorCode::conflict) {
    co_return error_response(Status::precondition_failed, "precondition_failed",
                             applied.error().message);
  }
  co_return error_answer(applied.error());
}

}  // namespace pancake
