#include <algorithm>
#include <limits>

#include "definitions/definition_json.h"
#include "store/change_log.h"
#include "store/kind_text.h"
#include "store/sqlite_schema.h"
#include "store/sqlite_state.h"

namespace pancake {

namespace {

Result<void> read_values(SqliteDatabase& database, const std::string& extension,
                         StoredState& state) {
  return database.run("SELECT kind, name, value FROM state WHERE extension = ?", {extension},
                      [&state](const SqliteRow& row) {
                        const auto kind = kind_from_text(row.text(0));
                        if (!kind) return;
                        auto& values = *kind == FeatureKind::switch_ ? state.switches
                                       : *kind == FeatureKind::flag  ? state.flags
                                                                     : state.samples;
                        values[row.text(1)] = StoredValue{row.text(2)};
                      });
}

Result<void> read_definitions(SqliteDatabase& database, const std::string& extension,
                              StoredState& state) {
  return database.run(
      "SELECT kind, name, body FROM definitions WHERE extension = ? ORDER BY position", {extension},
      [&state](const SqliteRow& row) {
        const auto kind = kind_from_text(row.text(0));
        auto definition = kind ? parse_definition(*kind, row.text(1), row.text(2)) : std::nullopt;
        if (definition) {
          state.definitions.push_back(std::move(*definition));
        } else {
          state.problems.push_back("the store's definition of " + row.text(0) + " '" + row.text(1) +
                                   "' cannot be read");
        }
      });
}

/// Where the log ends, and by what this file is known: when its first change was made. Another
/// file begins with another change; a copy with the same one.
Result<void> read_log_ends(SqliteDatabase& database, const std::string& extension,
                           StoredState& state) {
  auto done =
      database.run("SELECT at FROM changes WHERE extension = ? ORDER BY revision LIMIT 1",
                   {extension}, [&state](const SqliteRow& row) { state.lineage = row.text(0); });
  if (!done) return done;
  done = database.run(
      "SELECT revision FROM changes WHERE extension = ? ORDER BY revision DESC LIMIT 1",
      {extension}, [&state](const SqliteRow& row) {
        state.log_position = static_cast<std::uint64_t>(row.number(0));
      });
  if (!done) return done;
  // An acceptance counts while a server still serves what was before it: the newest entries do.
  return database.run(
      "SELECT revision FROM (SELECT revision, action FROM changes WHERE extension = ? "
      "ORDER BY revision DESC LIMIT 1000) WHERE action = ? ORDER BY revision DESC LIMIT 1",
      {extension, acceptance_entry({}).action}, [&state](const SqliteRow& row) {
        state.accepted = static_cast<std::uint64_t>(row.number(0));
      });
}

StoredOverride override_in(const SqliteRow& row) {
  return {row.text(0), row.text(1), row.text(2), StoredValue{row.text(3)}};
}

/// Reads everything but the overrides, and those with `read_overrides`.
template <typename ReadOverrides>
Result<StoredState> read_at_one_moment(SqliteDatabase& database, const std::string& extension,
                                       ReadOverrides read_overrides) {
  const auto transaction = SqliteTransaction::begin(database, SqliteTransaction::Kind::read);
  if (!transaction) return tl::unexpected(transaction.error());
  StoredState state;
  const auto revision = read_revision(database, extension);
  if (!revision) return tl::unexpected(revision.error());
  state.revision = *revision;
  auto done = read_log_ends(database, extension, state);
  if (done) done = read_values(database, extension, state);
  if (done) done = read_definitions(database, extension, state);
  if (done) done = read_overrides(state);
  if (!done) return tl::unexpected(done.error());
  return state;
}

constexpr std::int64_t rows_at_once = 500;
constexpr std::int64_t largest = std::numeric_limits<std::int64_t>::max();

/// Where an entry stands in the log.
struct LogPlace {
  std::int64_t revision;
  std::int64_t part;
};

struct LogRow {
  LogPlace place;
  LogEntry entry;
};

LogRow log_row(const SqliteRow& row) {
  LogRow read{{row.number(0), row.number(1)}, {}};
  auto& entry = read.entry;
  entry.revision = static_cast<std::uint64_t>(row.number(0));
  entry.when = std::chrono::system_clock::time_point(std::chrono::microseconds(row.number(2)));
  entry.who = row.text(3);
  entry.action = row.text(4);
  entry.kind = kind_from_text(row.text(5)).value_or(FeatureKind::switch_);
  entry.feature = row.text(6);
  entry.group = row.text(7);
  entry.object_id = row.text(8);
  entry.knows_from = row.number(9) != 0;
  entry.from = row.text_or_null(10);
  entry.to = row.text_or_null(11);
  entry.reason = row.text(12);
  return read;
}

/// The entries before a place, newest first. `full`: the table is of this release.
Result<std::vector<LogRow>> read_log_rows(SqliteDatabase& database, const std::string& extension,
                                          LogPlace before, bool full) {
  std::vector<LogRow> rows;
  const auto add = [&rows](const SqliteRow& row) { rows.push_back(log_row(row)); };
  const auto done =
      full ? database.run(
                 "SELECT revision, part, at, who, action, kind, feature, grp, object_id, "
                 "knows_before, before, after, reason FROM changes WHERE extension = ? AND "
                 "(revision, part) < (?, ?) ORDER BY revision DESC, part DESC LIMIT ?",
                 {extension, before.revision, before.part, rows_at_once}, add)
           : database.run(
                 "SELECT revision, 0, at, who, action, kind, feature, grp, object_id, "
                 "0, NULL, nullif(value, ''), '' FROM changes WHERE extension = ? AND revision < ? "
                 "ORDER BY revision DESC LIMIT ?",
                 {extension, before.revision, rows_at_once}, add);
  if (!done) return tl::unexpected(done.error());
  return rows;
}

}  // namespace

Result<std::uint64_t> read_revision(SqliteDatabase& database, const std::string& extension) {
  const auto revision =
      database.number("SELECT revision FROM revisions WHERE extension = ?", {extension});
  if (!revision) return tl::unexpected(revision.error());
  return static_cast<std::uint64_t>(*revision);
}

Result<StoredState> read_state(SqliteDatabase& database, const std::string& extension,
                               const StoredOverrides& before) {
  return read_at_one_moment(database, extension, [&](StoredState& state) -> Result<void> {
    std::vector<StoredOverride> rows;
    // The primary key's order, in which they are found anyway.
    auto done = database.run(
        "SELECT grp, flag, object_id, value FROM overrides WHERE extension = ? "
        "ORDER BY flag, grp, object_id",
        {extension}, [&rows](const SqliteRow& row) { rows.push_back(override_in(row)); });
    if (done) state.overrides = StoredOverrides::of_sorted(rows, before);
    return done;
  });
}

Result<StoredState> read_state_for(SqliteDatabase& database, const std::string& extension,
                                   ObjectIds ids) {
  return read_at_one_moment(database, extension, [&](StoredState& state) -> Result<void> {
    for (const auto& [group, object_id] : ids) {
      auto done = database.run(
          "SELECT grp, flag, object_id, value FROM overrides "
          "WHERE extension = ? AND grp = ? AND object_id = ?",
          {extension, group, object_id},
          [&state](const SqliteRow& row) { state.overrides.push_back(override_in(row)); });
      if (!done) return done;
    }
    return {};
  });
}

Result<std::vector<LogEntry>> read_log(SqliteDatabase& database, const std::string& extension,
                                       const LogQuery& query) {
  const auto transaction = SqliteTransaction::begin(database, SqliteTransaction::Kind::read);
  if (!transaction) return tl::unexpected(transaction.error());
  const auto full = has_full_log(database);
  if (!full) return tl::unexpected(full.error());
  LogPage page(query);
  LogPlace last{largest, largest};
  if (query.before)
    last = {static_cast<std::int64_t>(std::min<std::uint64_t>(*query.before, largest)), 0};
  for (;;) {
    const auto rows = read_log_rows(database, extension, last, *full);
    if (!rows) return tl::unexpected(rows.error());
    for (const auto& row : *rows) {
      last = row.place;
      if (!page.add(row.entry)) return page.take();
    }
    if (rows->size() < static_cast<std::size_t>(rows_at_once)) return page.take();
  }
}

}  // namespace pancake
