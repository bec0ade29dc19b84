#include "admin/explain.h"

#include <spdlog/fmt/fmt.h>
#include <cmath>

#include "admin/known_names.h"
#include "cli/commands.h"
#include "cli/evaluated_visitor.h"
#include "cli/json_output.h"
#include "cli/text_table.h"
#include "cli/warnings.h"
#include "cli/words.h"
#include "definitions/close_match.h"
#include "python/float_text.h"
#include "python/text_repr.h"

namespace pancake {

namespace {

struct Found {
  FeatureKind kind;
  std::size_t row;
};

/// The only feature of this name, of the kind that was given or of any.
Result<Found> find(const FeatureTable& table, const ExplainFeature& command) {
  std::vector<Found> found;
  std::vector<std::string> names;
  for (const auto kind : {FeatureKind::switch_, FeatureKind::flag, FeatureKind::sample}) {
    for (const auto& row : table.of(kind)) names.push_back(row.definition.name);
    if (command.kind && *command.kind != kind) continue;
    if (const auto row = find_feature(table, kind, command.name)) found.push_back({kind, *row});
  }
  if (found.size() == 1) return found.front();
  if (command.kind) return unknown_feature(table, *command.kind, command.name);
  if (found.empty()) {
    return fail(ErrorCode::unknown_feature,
                "Unknown feature '" + command.name + "'." + did_you_mean(command.name, names));
  }
  std::string kinds;
  for (const auto& one : found) {
    kinds += (kinds.empty() ? "a " : " and a ") + std::string(to_text(one.kind));
  }
  return fail(ErrorCode::usage, "'" + command.name + "' is " + kinds + ": say which by --kind.");
}

std::string says_words(const ExplainedRule& rule, FeatureKind kind, const Paint& paint) {
  if (rule.problem) return "cannot be used: " + shown(*rule.problem);
  if (rule.rule == ExplainedRule::Rule::override && !rule.id) return "(no id)";
  if (!rule.says) return "-";
  if (kind == FeatureKind::sample) return paint(Colour::blue, float_text(*rule.says));
  return yes_or_no(*rule.says != 0, paint);
}

std::string rule_words(const ExplainedRule& rule) {
  switch (rule.rule) {
    case ExplainedRule::Rule::override:
      return "group '" + shown(rule.group) + "'" +
             (rule.id ? ", object " + text_repr(*rule.id) : "");
    case ExplainedRule::Rule::state: return "stored state";
    case ExplainedRule::Rule::default_: return "default";
  }
  return "";
}

void write_text(const Explanation& explanation, bool new_visitor, Session& session) {
  const auto kind = explanation.definition.kind;
  session.out() << capitalized(kind) << " '" << shown(explanation.definition.name)
                << "': " << yes_or_no(explanation.is_active, session.paint) << '\n';
  TextTable table("", {"RULE", "SAYS", ""});
  for (const auto& rule : explanation.rules) {
    table.add({rule_words(rule), says_words(rule, kind, session.paint),
               rule.decides ? "<- decides" : ""});
  }
  table.write(session.out());
  if (kind != FeatureKind::sample) return;
  // Cut, not rounded: a draw just below the ratio must not read as equal to it.
  const double draw = std::floor(explanation.draw * 10'000) / 10'000;
  session.out() << "Visitor " << text_repr(explanation.visitor)
                << (new_visitor ? ", a new one" : "");
  if (!explanation.ratio) {
    session.out() << ": there is no ratio to hold a draw against.\n";
    return;
  }
  session.out() << fmt::format(": draw {:.4f} {} {}.\n", draw,
                               explanation.is_active ? "is below" : "is not below",
                               float_text(*explanation.ratio));
}

}  // namespace

Result<void> explain_feature(const ExplainFeature& command, Session& session) {
  const auto visitor = EvaluatedVisitor::make(session, command.visitor);
  if (!visitor) return tl::unexpected(visitor.error());
  const auto stored = session.store.read(session.extension);
  if (!stored) return tl::unexpected(stored.error());
  const auto table = join(session.extension, *stored);
  if (!table) return tl::unexpected(table.error());
  const auto found = find(*table, command);
  if (!found) return tl::unexpected(found.error());
  const auto explanation =
      explain(*table, found->kind, found->row, visitor->given().ids, visitor->key());
  if (session.options.json) {
    write_json_line(session.out(), explanation_json(explanation));
  } else {
    write_text(explanation, visitor->is_new(), session);
  }
  warn(session, problems_of(*table, found->kind, explanation.definition.name));
  return {};
}

}  // namespace pancake
