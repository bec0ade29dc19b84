#include <algorithm>
#include <limits>
#include <map>

#include "definitions/definition_json.h"
#include "python/upper_case.h"
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

/// When the change of a revision was made; 0 if the log does not say.
Result<void> changed_at(SqliteDatabase& database, const std::string& extension,
                        std::uint64_t revision, std::int64_t& at) {
  return database.run(
      "SELECT at FROM changes WHERE extension = ? AND revision = ? ORDER BY at DESC LIMIT 1",
      {extension, static_cast<std::int64_t>(revision)},
      [&at](const SqliteRow& row) { at = row.number(0); });
}

/// Beyond so many changes reading everything is as quick.
constexpr std::uint64_t most_changes = 1'000;

/// The places of the overrides that the log says were changed since what is known. No value: it
/// does not tell all of it, or this is another file's history.
Result<std::optional<std::vector<StoredOverride>>> changed_since(SqliteDatabase& database,
                                                                 const std::string& extension,
                                                                 const KnownOverrides& known,
                                                                 std::uint64_t revision) {
  const std::optional<std::vector<StoredOverride>> everything;
  if (!known.revision || known.changed_at == 0 || revision < *known.revision ||
      revision - *known.revision > most_changes) {
    return everything;
  }
  std::int64_t at = 0;
  auto done = changed_at(database, extension, *known.revision, at);
  if (!done) return tl::unexpected(done.error());
  if (at != known.changed_at) return everything;

  std::vector<StoredOverride> places;
  std::uint64_t last = *known.revision;
  std::uint64_t entries = 0;
  bool tells_all = true;
  done = database.run(
      "SELECT revision, action, feature, grp, object_id FROM changes "
      "WHERE extension = ? AND revision > ? ORDER BY revision LIMIT ?",
      {extension, static_cast<std::int64_t>(*known.revision),
       static_cast<std::int64_t>(most_changes + 1)},
      [&](const SqliteRow& row) {
        const auto number = static_cast<std::uint64_t>(row.number(0));
        tells_all = tells_all && number <= last + 1;
        last = number;
        ++entries;
        switch (touch_of(row.text(1))) {
          case OverrideTouch::none: return;
          case OverrideTouch::one:
            places.push_back({row.text(3), upper_case(row.text(2)), row.text(4), {}});
            return;
          case OverrideTouch::many: tells_all = false;
        }
      });
  if (!done) return tl::unexpected(done.error());
  if (!tells_all || last != revision || entries > most_changes) return everything;
  return std::optional(std::move(places));
}

constexpr std::string_view in_order = " ORDER BY flag, grp, object_id";

/// In the primary key's order, in which they are found anyway.
Result<std::vector<StoredOverride>> read_range(SqliteDatabase& database,
                                               const std::string& extension,
                                               StoredOverrides::Range range) {
  std::vector<StoredOverride> rows;
  const auto add = [&rows](const SqliteRow& row) { rows.push_back(override_in(row)); };
  const StoredOverride none;
  const StoredOverride& first = range.first == nullptr ? none : *range.first;
  std::string sql =
      "SELECT grp, flag, object_id, value FROM overrides WHERE extension = ? "
      "AND (flag, grp, object_id) >= (?, ?, ?)";
  Result<void> done;
  if (range.end == nullptr) {
    done = database.run(sql.append(in_order), {extension, first.flag, first.group, first.object_id},
                        add);
  } else {
    done = database.run(sql.append(" AND (flag, grp, object_id) < (?, ?, ?)").append(in_order),
                        {extension, first.flag, first.group, first.object_id, range.end->flag,
                         range.end->group, range.end->object_id},
                        add);
  }
  if (!done) return tl::unexpected(done.error());
  return rows;
}

Result<StoredOverrides> read_all(SqliteDatabase& database, const std::string& extension,
                                 const StoredOverrides& before) {
  const auto rows = read_range(database, extension, {nullptr, nullptr});
  if (!rows) return tl::unexpected(rows.error());
  return StoredOverrides::of_sorted(*rows, before);
}

Result<StoredOverrides> read_changed(SqliteDatabase& database, const std::string& extension,
                                     const StoredOverrides& before,
                                     const std::vector<StoredOverride>& places) {
  if (before.empty() && !places.empty()) return read_all(database, extension, before);
  std::map<std::size_t, std::vector<StoredOverride>> anew;
  for (const std::size_t chunk : before.chunks_with(places)) {
    auto rows = read_range(database, extension, before.range_of(chunk));
    if (!rows) return tl::unexpected(rows.error());
    anew.emplace(chunk, *std::move(rows));
  }
  return before.with_chunks(anew);
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
                               KnownOverrides& known) {
  KnownOverrides now;
  auto state = read_at_one_moment(database, extension, [&](StoredState& read) -> Result<void> {
    auto done = changed_at(database, extension, read.revision, now.changed_at);
    if (!done) return done;
    const auto changed = changed_since(database, extension, known, read.revision);
    if (!changed) return tl::unexpected(changed.error());
    auto rows = *changed ? read_changed(database, extension, known.rows, **changed)
                         : read_all(database, extension, known.rows);
    if (!rows) return tl::unexpected(rows.error());
    read.overrides = *std::move(rows);
    return {};
  });
  if (!state) return state;
  now.rows = state->overrides;
  now.revision = state->revision;
  known = std::move(now);
  return state;
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
