#pragma once

#include "store/sqlite_database.h"

namespace pancake {

/// Opens the file of a store and makes sure that its tables are the ones of this release.
///
///   state        extension, kind, name (upper-cased) -> value
///   overrides    extension, flag (upper-cased), grp, object_id -> value
///   definitions  extension, kind, name -> body (definition_json.h), position
///   revisions    extension -> how many changes there were
///   changes      extension, revision -> the log
///
/// `create` makes the file (WAL, so that readers and a writer do not wait for each other) and
/// the tables; without it the file must be there. A file that cannot be written is opened for
/// reading. Errors besides those of SqliteDatabase: `store_refused` for a database of another
/// program or a newer release.
[[nodiscard]] Result<SqliteDatabase> open_sqlite_store(const std::string& path, bool create);

}  // namespace pancake
