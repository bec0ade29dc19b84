#include <algorithm>
#include <limits>

#include "definitions/definition_json.h"
#include "store/kind_text.h"
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
  return database.run(
      "SELECT revision FROM changes WHERE extension = ? ORDER BY revision DESC LIMIT 1",
      {extension}, [&state](const SqliteRow& row) {
        state.log_position = static_cast<std::uint64_t>(row.number(0));
      });
}

auto into_overrides(StoredState& state) {
  return [&state](const SqliteRow& row) {
    state.overrides.push_back({row.text(0), row.text(1), row.text(2), StoredValue{row.text(3)}});
  };
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

}  // namespace

Result<std::uint64_t> read_revision(SqliteDatabase& database, const std::string& extension) {
  const auto revision =
      database.number("SELECT revision FROM revisions WHERE extension = ?", {extension});
  if (!revision) return tl::unexpected(revision.error());
  return static_cast<std::uint64_t>(*revision);
}

Result<StoredState> read_state(SqliteDatabase& database, const std::string& extension) {
  return read_at_one_moment(database, extension, [&](StoredState& state) {
    return database.run("SELECT grp, flag, object_id, value FROM overrides WHERE extension = ?",
                        {extension}, into_overrides(state));
  });
}

Result<StoredState> read_state_for(SqliteDatabase& database, const std::string& extension,
                                   ObjectIds ids) {
  return read_at_one_moment(database, extension, [&](StoredState& state) -> Result<void> {
    for (const auto& [group, object_id] : ids) {
      auto done = database.run(
          "SELECT grp, flag, object_id, value FROM overrides "
          "WHERE extension = ? AND grp = ? AND object_id = ?",
          {extension, group, object_id}, into_overrides(state));
      if (!done) return done;
    }
    return {};
  });
}

Result<std::vector<LogEntry>> read_log(SqliteDatabase& database, const std::string& extension,
                                       std::size_t limit) {
  constexpr std::size_t largest = std::numeric_limits<std::int64_t>::max();
  std::vector<LogEntry> log;
  const auto done = database.run(
      "SELECT revision, at, who, action, kind, feature, grp, object_id, value FROM changes "
      "WHERE extension = ? ORDER BY revision DESC LIMIT ?",
      {extension, static_cast<std::int64_t>(std::min(limit, largest))},
      [&log](const SqliteRow& row) {
        LogEntry entry;
        entry.revision = static_cast<std::uint64_t>(row.number(0));
        entry.when = std::chrono::system_clock::time_point(
            std::chrono::duration_cast<std::chrono::system_clock::duration>(
                std::chrono::microseconds(row.number(1))));
        entry.who = row.text(2);
        entry.action = row.text(3);
        entry.kind = kind_from_text(row.text(4)).value_or(FeatureKind::switch_);
        entry.feature = row.text(5);
        entry.group = row.text(6);
        entry.object_id = row.text(7);
        entry.to = row.text(8);
        log.push_back(std::move(entry));
      });
  if (!done) return tl::unexpected(done.error());
  return log;
}

}  // namespace pancake
