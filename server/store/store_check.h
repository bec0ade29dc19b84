#pragma once

#include <string>

#include "error.h"

namespace pancake {

/// Whether what a store's URL leads to can be used at all, before anything is served from it. A
/// Redis is asked, for a second or two, on the calling thread.
///
/// Errors: `usage` and `io` as open_store(); `store_refused` for a node of a cluster and for a
/// Redis before 6. One that does not answer, or wants another log-in, is no error: it may be
/// there later.
[[nodiscard]] Result<void> check_store(const std::string& url);

}  // namespace pancake
