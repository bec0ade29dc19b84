#pragma once

#include "admin/change_plan.h"
#include "routes/api/api_call.h"

namespace pancake {

/// Carries a plan out in a store that is believed, or with `dry_run` only shows it:
/// {"revision":12,"dry_run":false,"changes":[…],"skipped":["…"]}; revision 0: nothing was changed.
Awaitable<Response> answer_plan(const ApiCall& call, ChangePlan plan, bool dry_run);

}  // namespace pancake
