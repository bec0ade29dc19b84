#pragma once

#include <string>

#include "store/store.h"

namespace pancake {

/// A change as the log holds it: the command's word for it ("enable", "clear_group", "define"),
/// what it was done to, and the new text. `when` and `revision` are left to the store.
[[nodiscard]] LogEntry log_entry(const Change& change, const Author& author);

}  // namespace pancake
