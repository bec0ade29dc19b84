#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "store/sqlite_database.h"
#include "store/store.h"

namespace pancake {

/// The overrides of an extension as they were read last, and at which change.
struct KnownOverrides {
  StoredOverrides rows;
  std::optional<std::uint64_t> revision;  ///< none: nothing is known of the file that is open now
  std::int64_t changed_at = 0;            ///< when that change was made, as the log says
};

/// Everything of an extension, read at one moment. What is known is read again only where the log
/// names it as changed, and becomes what is known now: with a million overrides a change to one
/// takes the time of a thousand. Where the log does not tell all that happened since, everything is
/// read, and shares what it can with what was known.
[[nodiscard]] Result<StoredState> read_state(SqliteDatabase& database, const std::string& extension,
                                             KnownOverrides& known);

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
