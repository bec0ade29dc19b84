#pragma once

#include "store/sqlite_database.h"
#include "store/store.h"

namespace pancake {

/// Everything of an extension, read at one moment. The overrides share what they can with those of
/// the state that was read `before`: reading takes its time for all of them, what follows only for
/// those that changed.
[[nodiscard]] Result<StoredState> read_state(SqliteDatabase& database, const std::string& extension,
                                             const StoredOverrides& before = {});

/// The same, with the overrides of these ids only.
[[nodiscard]] Result<StoredState> read_state_for(SqliteDatabase& database,
                                                 const std::string& extension, ObjectIds ids);

/// The number of changes that an extension has seen; 0 for one that was never written.
[[nodiscard]] Result<std::uint64_t> read_revision(SqliteDatabase& database,
                                                  const std::string& extension);

/// Writes changes with their log entries in one transaction, all or nothing. A file of an older
/// release becomes one of this with its first write.
[[nodiscard]] Result<Written> write_changes(SqliteDatabase& database, const std::string& extension,
                                            const std::vector<Write>& writes, const Author& author);

/// Lets the extension count on from now in microseconds, which is above any count of changes: who
/// follows the file takes what is in it for newer than what it knows.
[[nodiscard]] Result<Written> write_acceptance(SqliteDatabase& database,
                                               const std::string& extension, const Author& author);

/// A page of the log, newest first.
[[nodiscard]] Result<std::vector<LogEntry>> read_log(SqliteDatabase& database,
                                                     const std::string& extension,
                                                     const LogQuery& query);

}  // namespace pancake
