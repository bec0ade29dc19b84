#include "cli/commands.h"
#include "cli/text_table.h"
#include "cli/words.h"
#include "views/override_rows.h"
#include "views/overview.h"

namespace pancake {

namespace {

/// The overrides of each flag as "user: 3 on, 1 off", by group.
std::vector<std::string> override_counts(const FeatureTable& table) {
  struct Count {
    std::size_t on = 0;
    std::size_t off = 0;
  };
  std::vector<std::vector<Count>> counts(table.flags.size(),
                                         std::vector<Count>(table.groups.size()));
  for (const auto& row : override_rows(*table.full)) {
    for (const auto entry : row.entries) {
      auto& count = counts[(entry >> 1U) - table.switches.size()][row.group];
      ++((entry & 1U) != 0 ? count.on : count.off);
    }
  }
  std::vector<std::string> words(table.flags.size());
  for (std::size_t flag = 0; flag < words.size(); ++flag) {
    for (std::size_t group = 0; group < table.groups.size(); ++group) {
      const auto& count = counts[flag][group];
      if (count.on + count.off == 0) continue;
      if (!words[flag].empty()) words[flag] += "; ";
      words[flag] += shown(table.groups[group].id) + ": ";
      if (count.on > 0) words[flag] += std::to_string(count.on) + " on";
      if (count.on > 0 && count.off > 0) words[flag] += ", ";
      if (count.off > 0) words[flag] += std::to_string(count.off) + " off";
    }
  }
  return words;
}

std::string remark(const FeatureRow& row) {
  if (row.problem) return "(cannot be used: see below)";
  if (!row.definition.fallback) return "(nobody defined it)";
  return shown(row.definition.description);
}

/// A title, a value's heading, and the rows of one kind; `middle` has one more cell for each.
TextTable kind_table(FeatureKind kind, const FeatureTable& table, const Paint& paint) {
  const bool is_flag = kind == FeatureKind::flag;
  std::vector<std::string> columns{"NAME", kind == FeatureKind::sample ? "RATIO" : "ACTIVE",
                                   "DEFAULT"};
  if (is_flag) columns.emplace_back("GROUPS");
  columns.emplace_back("DESCRIPTION");
  auto title = std::string(plural(kind));
  title[0] = static_cast<char>(title[0] - 'a' + 'A');

  TextTable text(std::move(title), std::move(columns));
  const auto counts = is_flag ? override_counts(table) : std::vector<std::string>{};
  const auto& rows = table.of(kind);
  for (std::size_t index = 0; index < rows.size(); ++index) {
    const auto& row = rows[index];
    std::vector<std::string> cells{shown(row.definition.name), value_words(kind, row, paint),
                                   default_words(kind, row, paint)};
    if (is_flag) cells.push_back(counts[index]);
    cells.push_back(remark(row));
    text.add(std::move(cells));
  }
  text.drop_empty_last_column();
  return text;
}

void write_tables(const FeatureTable& table, std::ostream& out, const Paint& paint) {
  bool first = true;
  for (const auto kind : {FeatureKind::switch_, FeatureKind::flag, FeatureKind::sample}) {
    const auto text = kind_table(kind, table, paint);
    if (text.empty()) continue;
    if (!first) out << '\n';
    first = false;
    text.write(out);
  }
  if (first) out << "Extension '" << shown(table.extension) << "' has no features.\n";
  if (table.problems.empty()) return;
  out << "\nProblems\n";
  for (const auto& problem : table.problems)
    out << "  " << paint(Colour::red, shown(problem)) << '\n';
}

}  // namespace

Result<void> show_overview(const ShowOverview&, Session& session) {
  const auto stored = session.store.read(session.extension);
  if (!stored) return tl::unexpected(stored.error());
  const auto table = join(session.extension, *stored);
  if (!table) return tl::unexpected(table.error());
  if (session.options.json) {
    session.out() << overview_json(*table);
  } else {
    write_tables(*table, session.out(), session.paint);
  }
  return {};
}

}  // namespace pancake
