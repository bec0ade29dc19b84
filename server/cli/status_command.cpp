#include "cli/commands.h"
#include "cli/evaluated_visitor.h"
#include "cli/reason_words.h"
#include "cli/text_table.h"
#include "cli/warnings.h"
#include "cli/words.h"
#include "views/status.h"

namespace pancake {

namespace {

/// Calls `use(kind, name, evaluation)` for each feature that is defined, in a snapshot's order.
template <typename Use>
void each_defined(const FeatureTable& table, const EvaluatedVisitor& visitor, Use use) {
  for (const auto kind : {FeatureKind::switch_, FeatureKind::flag, FeatureKind::sample}) {
    const auto& rows = table.of(kind);
    for (std::size_t row = 0; row < rows.size(); ++row) {
      if (!rows[row].definition.fallback) continue;
      use(kind, rows[row], visitor.evaluate_one(*table.full, table.feature(kind, row)));
    }
  }
}

void write_table(const FeatureTable& table, const EvaluatedVisitor& visitor, Session& session) {
  TextTable text("", {"KIND", "NAME", "ACTIVE", "BECAUSE"});
  each_defined(table, visitor,
               [&](FeatureKind kind, const FeatureRow& row, const Evaluation& evaluation) {
                 text.add({std::string(to_text(kind)), shown(row.definition.name),
                           yes_or_no(evaluation.answer.is_active(), session.paint),
                           reason_words(*table.full, kind, evaluation, visitor)});
               });
  if (text.empty()) {
    session.out() << "Extension '" << shown(table.extension) << "' has no features.\n";
  }
  text.write(session.out());
}

}  // namespace

Result<void> show_status(const ShowStatus& command, Session& session) {
  const auto visitor = EvaluatedVisitor::make(session, command.visitor);
  if (!visitor) return tl::unexpected(visitor.error());
  const auto stored = session.store.read_for(session.extension, command.visitor.ids);
  if (!stored) return tl::unexpected(stored.error());
  const auto table = join(session.extension, *stored);
  if (!table) return tl::unexpected(table.error());

  if (session.options.json) {
    session.out() << status_json(*table, visitor->evaluate_everything(*table->full));
  } else {
    write_table(*table, *visitor, session);
  }
  warn(session, table->problems);
  return {};
}

}  // namespace pancake
