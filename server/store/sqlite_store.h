#pragma once

#include <memory>
#include <string>

#include "store/store.h"

namespace pancake {

/// A store in a SQLite file, shared by any number of processes of one machine. Safe to use from
/// many threads; each call blocks its thread while the file is read or written.
///
/// With `create` the file is made if need be and opened at once; without it a missing file
/// reads as an empty store until somebody makes it, and is never written.
[[nodiscard]] Result<std::unique_ptr<Store>> make_sqlite_store(const std::string& path,
                                                               bool create);

}  // namespace pancake
