#pragma once

#include <memory>

#include "routes/api/api_answer.h"
#include "routes/api/api_call.h"
#include "store/store.h"

namespace pancake {

/// What is published of the call's extension. Refused with 503 before the store was read.
[[nodiscard]] Needed<std::shared_ptr<const Published>> published_of(const ApiCall& call);

/// What the store holds now of the call's extension, read for this call.
Awaitable<Result<StoredState>> read_state(const ApiCall& call);

/// Makes changes in the store: all of them or none, at most `most_writes`.
Awaitable<Result<Written>> apply_writes(const ApiCall& call, std::vector<Write> writes,
                                        Author author);
/// Carries a plan out (admin/change_plan.h).
Awaitable<Result<Written>> apply_whole_plan(const ApiCall& call, std::vector<Write> writes,
                                            Author author);
/// Marks what the store holds as meant.
Awaitable<Result<Written>> accept_state(const ApiCall& call, Author author);

/// The refusal of a write while the store's state is not believed: 409 `store_held`; or not known
/// to be, because the store was not read since the start: 503.
[[nodiscard]] Needed<void> require_believed_store(const ApiCall& call);

}  // namespace pancake
