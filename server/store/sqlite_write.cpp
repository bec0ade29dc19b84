#include "definitions/definition_json.h"
#include "python/upper_case.h"
#include "store/change_log.h"
#include "store/sqlite_state.h"

namespace pancake {

namespace {

/// Carries out each kind of change, inside a transaction that the caller holds.
class WriteOne {
 public:
  WriteOne(SqliteDatabase& database, const std::string& extension)
      : database_(database), extension_(extension) {}

  Result<void> operator()(const SetState& change) {
    return database_.run(
        "INSERT INTO state VALUES (?, ?, ?, ?) "
        "ON CONFLICT DO UPDATE SET value = excluded.value",
        {extension_, to_text(change.kind), upper_case(change.name), change.text});
  }
  Result<void> operator()(const ClearState& change) {
    return database_.run("DELETE FROM state WHERE extension = ? AND kind = ? AND name = ?",
                         {extension_, to_text(change.kind), upper_case(change.name)});
  }
  Result<void> operator()(const SetOverride& change) {
    return database_.run(
        "INSERT INTO overrides VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT DO UPDATE SET value = excluded.value",
        {extension_, upper_case(change.flag), change.group, change.object_id,
         change.on ? "1" : "0"});
  }
  Result<void> operator()(const ClearOverride& change) {
    return database_.run(
        "DELETE FROM overrides WHERE extension = ? AND flag = ? AND grp = ? AND object_id = ?",
        {extension_, upper_case(change.flag), change.group, change.object_id});
  }
  Result<void> operator()(const ClearOverrides& change) {
    return database_.run("DELETE FROM overrides WHERE extension = ? AND flag = ? AND grp = ?",
                         {extension_, upper_case(change.flag), change.group});
  }
  Result<void> operator()(const Define& change) {
    return database_.run(
        "INSERT INTO definitions VALUES (?1, ?2, ?3, ?4, "
        "(SELECT coalesce(max(position), 0) + 1 FROM definitions WHERE extension = ?1)) "
        "ON CONFLICT DO UPDATE SET body = excluded.body",
        {extension_, to_text(change.definition.kind), change.definition.name,
         definition_json(change.definition)});
  }
  Result<void> operator()(const Undefine& change) {
    return database_.run("DELETE FROM definitions WHERE extension = ? AND kind = ? AND name = ?",
                         {extension_, to_text(change.kind), change.name});
  }

 private:
  SqliteDatabase& database_;
  const std::string& extension_;
};

Result<void> write_log(SqliteDatabase& database, const std::string& extension,
                       const LogEntry& entry) {
  const auto now = std::chrono::duration_cast<std::chrono::microseconds>(
      std::chrono::system_clock::now().time_since_epoch());
  return database.run(
      "INSERT INTO changes VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      {extension, static_cast<std::int64_t>(entry.revision), static_cast<std::int64_t>(now.count()),
       entry.who, entry.action, to_text(entry.kind), entry.feature, entry.group, entry.object_id,
       entry.to.value_or("")});
}

/// Writes one change, inside a transaction that the caller holds.
Result<std::uint64_t> write_change(SqliteDatabase& database, const std::string& extension,
                                   const Change& change, const Author& author) {
  auto done = std::visit(WriteOne(database, extension), change);
  if (!done) return tl::unexpected(done.error());
  const auto revision = database.number(
      "INSERT INTO revisions VALUES (?, 1) "
      "ON CONFLICT DO UPDATE SET revision = revision + 1 RETURNING revision",
      {extension});
  if (!revision) return tl::unexpected(revision.error());
  auto entry = log_entry(change, author);
  entry.revision = static_cast<std::uint64_t>(*revision);
  done = write_log(database, extension, entry);
  if (!done) return tl::unexpected(done.error());
  return entry.revision;
}

}  // namespace

Result<std::uint64_t> write_changes(SqliteDatabase& database, const std::string& extension,
                                    const std::vector<Write>& writes, const Author& author) {
  auto transaction = SqliteTransaction::begin(database, SqliteTransaction::Kind::write);
  if (!transaction) return tl::unexpected(transaction.error());
  std::uint64_t revision = 0;
  for (const auto& write : writes) {
    const auto done = write_change(database, extension, write.change, author);
    if (!done) return tl::unexpected(done.error());
    revision = *done;
  }
  if (auto done = transaction->commit(); !done) return tl::unexpected(done.error());
  return revision;
}

}  // namespace pancake
