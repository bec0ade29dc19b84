#pragma once

#include "store/sqlite_database.h"

namespace pancake {

/// Opens the file of a store and makes sure that its tables are the ones of this release.
///
///   state        extension, kind, name (upper-cased) -> value
///   overrides    extension, flag (upper-cased), grp, object_id -> value
///   definitions  extension, kind, name -> body (definition_json.h), position
///   revisions    extension -> how many changes there were
///   changes      extension, revision, part -> the log
///
/// `create` makes the file (WAL, so that readers and a writer do not wait for each other) and
/// the tables; without it the file must be there. A file that cannot be written is opened for
/// reading. Errors besides those of SqliteDatabase: `store_refused` for a database of another
/// program or a newer release.
[[nodiscard]] Result<SqliteDatabase> open_sqlite_store(const std::string& path, bool create);

/// Whether the log of this file says what was there before a change: files of version 1 do not.
/// They are read as they are, so that reading never writes.
[[nodiscard]] Result<bool> has_full_log(SqliteDatabase& database);

/// Makes a file of version 1 one of this release. Inside a transaction that the caller holds, so
/// that it is done together with the first write or not at all.
[[nodiscard]] Result<void> upgrade_schema(SqliteDatabase& database);

}  // namespace pancake
