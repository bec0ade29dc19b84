#pragma once

#include <memory>
#include <string>

#include "store/bells.h"
#include "store/store.h"

namespace pancake {

/// Follows one extension in a SQLite file over a connection of its own. SQLite counts the
/// commits of other connections (PRAGMA data_version): asked every 20 ms, which reads a few
/// bytes of shared memory, it says when there is something to read. Writes of this process ring
/// `bells` and need no waiting. A file that is replaced by another is noticed too, and read as it
/// is: its revisions may be lower than those before.
[[nodiscard]] std::unique_ptr<Follower> make_sqlite_follower(std::string path,
                                                             std::string extension,
                                                             std::shared_ptr<Bells> bells);

}  // namespace pancake
