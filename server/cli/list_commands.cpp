#include <algorithm>

#include "admin/known_names.h"
#include "cli/commands.h"
#include "cli/json_output.h"
#include "cli/warnings.h"
#include "cli/words.h"
#include "views/feature_entry.h"

namespace pancake {

namespace {

/// The rows by name, in the order of code points, as flask-pancake 0.5.2 lists them. (That is
/// the order of bytes in UTF-8.)
std::vector<const FeatureRow*> by_name(const std::vector<FeatureRow>& rows) {
  std::vector<const FeatureRow*> sorted;
  sorted.reserve(rows.size());
  for (const auto& row : rows) sorted.push_back(&row);
  std::ranges::stable_sort(
      sorted, {}, [](const FeatureRow* row) -> const std::string& { return row->definition.name; });
  return sorted;
}

void write_json_list(const Session& session, FeatureKind kind, const FeatureTable& table) {
  auto list = nlohmann::ordered_json::array();
  for (const auto& row : table.of(kind)) list.push_back(feature_entry(table, kind, row));
  write_json_line(session.out(), list);
}

void write_line(const Session& session, FeatureKind kind, const FeatureRow& row,
                const std::string& value) {
  session.out() << shown(row.definition.name) << ": " << value
                << " (default: " << default_words(kind, row, session.paint) << ")\n";
}

Result<FeatureTable> read_table(Session& session) {
  const auto stored = session.store.read(session.extension);
  if (!stored) return tl::unexpected(stored.error());
  return join(session.extension, *stored);
}

}  // namespace

Result<void> list_features(const ListFeatures& command, Session& session) {
  const auto table = read_table(session);
  if (!table) return tl::unexpected(table.error());
  const auto& rows = table->of(command.kind);
  if (session.options.json) {
    write_json_list(session, command.kind, *table);
  } else {
    for (const auto* row : by_name(rows))
      write_line(session, command.kind, *row, value_words(command.kind, *row, session.paint));
  }
  warn(session, problems_of(*table, command.kind));
  return {};
}

Result<void> list_group(const ListGroup& command, Session& session) {
  if (auto known = require_group(session.extension, command.group); !known) return known;
  const auto table = read_table(session);
  if (!table) return tl::unexpected(table.error());
  const auto group = session.extension.group_index(command.group).value_or(0);
  const auto setting_of = [&](const FeatureRow& row) {
    const auto flag = static_cast<std::size_t>(&row - table->flags.data());
    return table->override_of(flag, group, command.object_id);
  };
  if (session.options.json) {
    auto list = nlohmann::ordered_json::array();
    for (std::size_t flag = 0; flag < table->flags.size(); ++flag) {
      list.push_back(group_entry(*table, flag, group, command.object_id));
    }
    write_json_line(session.out(), list);
  } else {
    for (const auto* row : by_name(table->flags)) {
      write_line(session, FeatureKind::flag, *row, yes_or_no(setting_of(*row), session.paint));
    }
  }
  warn(session, problems_of(*table, FeatureKind::flag));
  return {};
}

}  // namespace pancake
