#include "definitions/definition_json.h"
#include "python/upper_case.h"
#include "store/change_log.h"
#include "store/place.h"
#include "store/sqlite_schema.h"
#include "store/sqlite_state.h"

namespace pancake {

namespace {

/// Carries out each kind of change, inside a transaction that the caller holds.
class WriteChange {
 public:
  WriteChange(SqliteDatabase& database, const std::string& extension)
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

SqliteDatabase::Value value_of(const StoredText& text) {
  if (!text) return nullptr;
  return std::string_view(*text);
}

Result<void> write_log(SqliteDatabase& database, const std::string& extension,
                       const LogEntry& entry, std::int64_t part) {
  const auto now = std::chrono::duration_cast<std::chrono::microseconds>(
      std::chrono::system_clock::now().time_since_epoch());
  const auto kind = entry.feature.empty() ? std::string_view() : to_text(entry.kind);
  return database.run(
      "INSERT INTO changes VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?)",
      {extension, static_cast<std::int64_t>(entry.revision), part,
       static_cast<std::int64_t>(now.count()), entry.who, entry.action, kind, entry.feature,
       entry.group, entry.object_id, value_of(entry.from), value_of(entry.to), entry.reason});
}

/// The text of the first row, if there is a row.
Result<StoredText> one_text(SqliteDatabase& database, std::string_view sql,
                            std::initializer_list<SqliteDatabase::Value> values) {
  StoredText text;
  const auto done =
      database.run(sql, values, [&text](const SqliteRow& row) { text = row.text(0); });
  if (!done) return tl::unexpected(done.error());
  return text;
}

Result<StoredText> stored_text(SqliteDatabase& database, const std::string& extension,
                               const Place& place) {
  switch (place.part) {
    case Place::Part::state:
      return one_text(database,
                      "SELECT value FROM state WHERE extension = ? AND kind = ? AND name = ?",
                      {extension, to_text(place.kind), place.key});
    case Place::Part::override:
      return one_text(database,
                      "SELECT value FROM overrides WHERE extension = ? AND flag = ? AND grp = ? "
                      "AND object_id = ?",
                      {extension, place.key, place.group, place.object_id});
    case Place::Part::definition:
      return one_text(database,
                      "SELECT body FROM definitions WHERE extension = ? AND kind = ? AND name = ?",
                      {extension, to_text(place.kind), place.key});
  }
  return StoredText();
}

/// What a change will replace or remove, as the log notes it.
Result<StoredText> text_before(SqliteDatabase& database, const std::string& extension,
                               const Change& change) {
  const auto place = place_of(change);
  if (!std::holds_alternative<ClearOverrides>(change)) {
    return stored_text(database, extension, place);
  }
  std::vector<std::pair<std::string, std::string>> removed;
  const auto done = database.run(
      "SELECT object_id, value FROM overrides WHERE extension = ? AND flag = ? AND grp = ?",
      {extension, place.key, place.group},
      [&removed](const SqliteRow& row) { removed.emplace_back(row.text(0), row.text(1)); });
  if (!done) return tl::unexpected(done.error());
  return removed_text(removed);
}

Result<void> check_expected(SqliteDatabase& database, const std::string& extension,
                            const std::vector<Write>& writes) {
  for (const auto& write : writes) {
    if (!write.expected || std::holds_alternative<ClearOverrides>(write.change)) continue;
    const auto stored = stored_text(database, extension, place_of(write.change));
    if (!stored) return tl::unexpected(stored.error());
    if (*stored != *write.expected) return conflict(write.change);
  }
  return {};
}

/// A transaction for writing, in a file of this release.
Result<SqliteTransaction> begin_writing(SqliteDatabase& database) {
  auto transaction = SqliteTransaction::begin(database, SqliteTransaction::Kind::write);
  if (!transaction) return transaction;
  if (auto done = upgrade_schema(database); !done) return tl::unexpected(done.error());
  return transaction;
}

}  // namespace

Result<Written> write_changes(SqliteDatabase& database, const std::string& extension,
                              const std::vector<Write>& writes, const Author& author) {
  auto transaction = begin_writing(database);
  if (!transaction) return tl::unexpected(transaction.error());
  auto done = check_expected(database, extension, writes);
  if (!done) return tl::unexpected(done.error());
  const auto revision = database.number(
      "INSERT INTO revisions VALUES (?, 1) "
      "ON CONFLICT DO UPDATE SET revision = revision + 1 RETURNING revision",
      {extension});
  if (!revision) return tl::unexpected(revision.error());
  std::int64_t part = 0;
  for (const auto& write : writes) {
    auto before = text_before(database, extension, write.change);
    if (!before) return tl::unexpected(before.error());
    auto entry = log_entry(write.change, author);
    entry.revision = static_cast<std::uint64_t>(*revision);
    entry.from = *std::move(before);
    done = std::visit(WriteChange(database, extension), write.change);
    if (done) done = write_log(database, extension, entry, part++);
    if (!done) return tl::unexpected(done.error());
  }
  done = transaction->commit();
  if (!done) return tl::unexpected(done.error());
  return Written{static_cast<std::uint64_t>(*revision)};
}

Result<Written> write_acceptance(SqliteDatabase& database, const std::string& extension,
                                 const Author& author) {
  auto transaction = begin_writing(database);
  if (!transaction) return tl::unexpected(transaction.error());
  const auto now = std::chrono::duration_cast<std::chrono::microseconds>(
      std::chrono::system_clock::now().time_since_epoch());
  const auto revision = database.number(
      "INSERT INTO revisions VALUES (?1, ?2) "
      "ON CONFLICT DO UPDATE SET revision = max(revision + 1, ?2) RETURNING revision",
      {extension, static_cast<std::int64_t>(now.count())});
  if (!revision) return tl::unexpected(revision.error());
  auto entry = acceptance_entry(author);
  entry.revision = static_cast<std::uint64_t>(*revision);
  auto done = write_log(database, extension, entry, 0);
  if (done) done = transaction->commit();
  if (!done) return tl::unexpected(done.error());
  return Written{entry.revision};
}

}  // namespace pancake
