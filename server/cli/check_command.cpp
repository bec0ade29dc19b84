#include <cmath>

#include "admin/known_names.h"
#include "cli/commands.h"
#include "cli/evaluated_visitor.h"
#include "cli/json_output.h"
#include "cli/reason_words.h"
#include "cli/warnings.h"
#include "cli/words.h"

namespace pancake {

namespace {

/// A feature's place in a table.
struct Found {
  FeatureTable table;
  std::size_t row;
};

/// Finds the feature by a few look-ups, or, if nobody defined it, by reading everything.
Result<Found> find(const CheckFeature& command, Session& session) {
  const auto few = session.store.read_for(session.extension, command.visitor.ids);
  if (!few) return tl::unexpected(few.error());
  auto table = join(session.extension, *few);
  if (!table) return tl::unexpected(table.error());
  if (const auto row = table->find(command.kind, command.name)) {
    return Found{*std::move(table), *row};
  }

  const auto all = session.store.read(session.extension);
  if (!all) return tl::unexpected(all.error());
  table = join(session.extension, *all);
  if (!table) return tl::unexpected(table.error());
  if (const auto row = find_feature(*table, command.kind, command.name)) {
    return Found{*std::move(table), *row};
  }
  return unknown_feature(*table, command.kind, command.name);
}

void write_json(const Session& session, const FeatureRow& row, const Snapshot& snapshot,
                const Evaluation& evaluation, const EvaluatedVisitor& visitor) {
  const auto kind = row.definition.kind;
  nlohmann::ordered_json json;
  json["kind"] = to_text(kind);
  json["name"] = row.definition.name;
  json["is_active"] = evaluation.answer.is_active();
  json["reason"] = to_text(evaluation.answer.reason());
  if (evaluation.group) {
    const auto group = std::string(snapshot.group(*evaluation.group));
    json["group"] = group;
    for (const auto& [given_group, id] : visitor.given().ids) {
      if (given_group == group) json["id"] = id;
    }
  }
  if (kind == FeatureKind::sample) {
    json["visitor"] = visitor.key();
    json["draw"] = evaluation.draw;
    if (std::isnan(evaluation.ratio)) {
      json["ratio"] = nullptr;
    } else {
      json["ratio"] = evaluation.ratio;
    }
  }
  json["key"] = redis_key(kind, session.extension.name, row.definition.name);
  if (row.problem) json["problem"] = *row.problem;
  write_json_line(session.out(), json);
}

}  // namespace

Result<void> check_feature(const CheckFeature& command, Session& session) {
  const auto visitor = EvaluatedVisitor::make(session, command.visitor);
  if (!visitor) return tl::unexpected(visitor.error());
  const auto found = find(command, session);
  if (!found) return tl::unexpected(found.error());
  const auto& row = found->table.of(command.kind)[found->row];
  const auto& snapshot = *found->table.full;
  const auto feature = found->table.feature(command.kind, found->row);
  const auto evaluation = visitor->evaluate_one(snapshot, feature);
  if (session.options.json) {
    write_json(session, row, snapshot, evaluation, *visitor);
  } else {
    session.out() << shown(row.definition.name) << ": "
                  << yes_or_no(evaluation.answer.is_active(), session.paint) << " ("
                  << reason_words(snapshot, command.kind, evaluation, *visitor) << ")\n";
  }
  warn(session, problems_of(found->table, command.kind, row.definition.name));
  return {};
}

}  // namespace pancake
