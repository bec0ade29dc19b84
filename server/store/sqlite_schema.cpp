#include "store/sqlite_schema.h"

#include <array>
#include <chrono>
#include <filesystem>
#include <thread>

namespace pancake {

namespace {

constexpr std::int64_t application_id = 0x504E434B;  // "PNCK"
constexpr std::int64_t schema_version = 2;
constexpr int busy_milliseconds = 5000;

/// `part` counts the changes that were written together. `before` and `after` are the texts at the
/// place of the change, NULL for none; `knows_before` is 0 in entries of version 1.
constexpr std::string_view changes_table =
    "CREATE TABLE changes (extension TEXT, revision INTEGER, part INTEGER, at INTEGER NOT NULL, "
    "who TEXT NOT NULL, action TEXT NOT NULL, kind TEXT NOT NULL, feature TEXT NOT NULL, "
    "grp TEXT NOT NULL, object_id TEXT NOT NULL, knows_before INTEGER NOT NULL, before TEXT, after "
    "TEXT, reason TEXT NOT NULL, "
    "PRIMARY KEY (extension, revision, part)) WITHOUT ROWID";

constexpr auto tables = std::to_array<std::string_view>({
    "CREATE TABLE state (extension TEXT, kind TEXT, name TEXT, value TEXT NOT NULL, "
    "PRIMARY KEY (extension, kind, name)) WITHOUT ROWID",
    "CREATE TABLE overrides (extension TEXT, flag TEXT, grp TEXT, object_id TEXT, "
    "value TEXT NOT NULL, PRIMARY KEY (extension, flag, grp, object_id)) WITHOUT ROWID",
    "CREATE INDEX overrides_by_id ON overrides (extension, grp, object_id)",
    "CREATE TABLE definitions (extension TEXT, kind TEXT, name TEXT, body TEXT NOT NULL, "
    "position INTEGER NOT NULL, PRIMARY KEY (extension, kind, name)) WITHOUT ROWID",
    "CREATE TABLE revisions (extension TEXT PRIMARY KEY, revision INTEGER NOT NULL) WITHOUT ROWID",
    changes_table,
});

tl::unexpected<Error> refused(const SqliteDatabase& database, const std::string& why) {
  return fail(ErrorCode::store_refused, "sqlite:" + database.path() + ": " + why);
}

/// The journal mode is kept in the file and cannot be changed inside a transaction. SQLite does
/// not wait for others here as it does elsewhere, so this does.
Result<void> use_write_ahead_log(SqliteDatabase& database) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(busy_milliseconds);
  for (;;) {
    auto done = database.run("PRAGMA journal_mode = WAL");
    const bool locked = !done && done.error().code == ErrorCode::store_refused;
    if (!locked || std::chrono::steady_clock::now() > end) return done;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
}

Result<void> set_version(SqliteDatabase& database) {
  return database.run("PRAGMA user_version = " + std::to_string(schema_version));
}

Result<void> create_tables(SqliteDatabase& database) {
  if (auto done = use_write_ahead_log(database); !done) return done;
  auto transaction = SqliteTransaction::begin(database, SqliteTransaction::Kind::write);
  if (!transaction) return tl::unexpected(transaction.error());
  // Another process may have been faster while this one waited for the lock.
  const auto version = database.number("PRAGMA user_version");
  if (!version) return tl::unexpected(version.error());
  if (*version != 0) return transaction->commit();
  for (const auto table : tables) {
    if (auto done = database.run(table); !done) return done;
  }
  const auto owner = "PRAGMA application_id = " + std::to_string(application_id);
  if (auto done = database.run(owner); !done) return done;
  if (auto done = set_version(database); !done) return done;
  return transaction->commit();
}

/// Whether the tables are there; an error if they are somebody else's.
Result<bool> has_tables(SqliteDatabase& database) {
  // At one moment: another process may be making them just now.
  const auto transaction = SqliteTransaction::begin(database, SqliteTransaction::Kind::read);
  if (!transaction) return tl::unexpected(transaction.error());
  const auto version = database.number("PRAGMA user_version");
  if (!version) return tl::unexpected(version.error());
  const auto owner = database.number("PRAGMA application_id");
  if (!owner) return tl::unexpected(owner.error());
  if (*owner == application_id && *version > schema_version) {
    return refused(database, "was written by a newer release of pancake: use that one");
  }
  if (*owner == application_id && *version >= 1) return true;
  const auto foreign = database.number("SELECT count(*) FROM sqlite_master");
  if (!foreign) return tl::unexpected(foreign.error());
  if (*owner != 0 || *version != 0 || *foreign != 0) {
    return refused(database, "is a database of another program: give another path");
  }
  return false;
}

/// WAL needs to write beside the file even to read it, unless nobody can change it.
bool only_readable_as_immutable(const std::string& path) {
  std::error_code ignored;
  const auto log = std::filesystem::file_size(path + "-wal", ignored);
  return ignored || log == 0;
}

}  // namespace

Result<bool> has_full_log(SqliteDatabase& database) {
  const auto version = database.number("PRAGMA user_version");
  if (!version) return tl::unexpected(version.error());
  return *version >= schema_version;
}

Result<void> upgrade_schema(SqliteDatabase& database) {
  const auto current = has_full_log(database);
  if (!current) return tl::unexpected(current.error());
  if (*current) return {};
  for (const auto step :
       {std::string_view("ALTER TABLE changes RENAME TO changes_1"), changes_table,
        std::string_view(
            "INSERT INTO changes SELECT extension, revision, 0, at, who, action, kind, "
            "feature, grp, object_id, 0, NULL, nullif(value, ''), '' FROM changes_1"),
        std::string_view("DROP TABLE changes_1")}) {
    if (auto done = database.run(step); !done) return done;
  }
  return set_version(database);
}

Result<SqliteDatabase> open_sqlite_store(const std::string& path, bool create) {
  const auto mode = create ? SqliteMode::create : SqliteMode::existing;
  auto database = SqliteDatabase::open(path, mode, busy_milliseconds);
  if (!database) return database;
  auto ready = has_tables(*database);
  if (!ready && !create && ready.error().code != ErrorCode::damaged &&
      only_readable_as_immutable(path)) {
    auto frozen = SqliteDatabase::open(path, SqliteMode::immutable, busy_milliseconds);
    if (!frozen) return frozen;
    if (auto frozen_ready = has_tables(*frozen); frozen_ready) {
      database = std::move(frozen);
      ready = *frozen_ready;
    }
  }
  if (!ready) return tl::unexpected(ready.error());
  if (!*ready && !create) return refused(*database, "is an empty database: nothing was stored yet");
  if (!*ready) {
    if (auto made = create_tables(*database); !made) return tl::unexpected(made.error());
  }
  // A change that is reported done survives the loss of power.
  if (auto durable = database->run("PRAGMA synchronous = FULL"); !durable) {
    return tl::unexpected(durable.error());
  }
  return database;
}

}  // namespace pancake
