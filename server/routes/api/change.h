#pragma once

#include "routes/api/api_call.h"
#include "store/store.h"

namespace pancake {

/// Makes one change and answers what was done: checks that it may be made, holds If-Match
/// against what is stored, and writes it only on top of the very text that was compared.
Awaitable<Response> answer_change(const ApiCall& call, Change change);

}  // namespace pancake
