#pragma once

#include <memory>

#include "store/store.h"

namespace pancake {

/// A store that lives in this process and ends with it. Safe to use from many threads.
[[nodiscard]] std::unique_ptr<Store> make_memory_store();

}  // namespace pancake
