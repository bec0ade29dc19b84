#include "admin/explain.h"

#include <algorithm>
#include <cmath>

#include "admin/text_json.h"

namespace pancake {

namespace {

using Rule = ExplainedRule::Rule;

std::optional<std::string> id_in(ObjectIds ids, const std::string& group) {
  const auto found = std::ranges::find(ids, group, &std::pair<std::string, std::string>::first);
  return found == ids.end() ? std::nullopt : std::optional(found->second);
}

/// The rules that could decide, in the order in which core asks them; nothing decides yet.
std::vector<ExplainedRule> rules_of(const FeatureTable& table, const FeatureRow& row,
                                    std::size_t index, ObjectIds ids) {
  std::vector<ExplainedRule> rules;
  if (row.definition.kind == FeatureKind::flag) {
    for (std::size_t group = 0; group < table.groups.size(); ++group) {
      ExplainedRule rule{Rule::override, table.groups[group].id, {}, {}, {}, false};
      rule.id = id_in(ids, rule.group);
      if (rule.id) {
        const auto on = table.override_of(index, group, *rule.id);
        if (on) rule.says = *on ? 1 : 0;
      }
      rules.push_back(std::move(rule));
    }
  }
  rules.push_back({Rule::state, {}, {}, row.state, row.problem, false});
  const auto& fallback = row.definition.fallback;
  rules.push_back({Rule::default_,
                   {},
                   {},
                   fallback ? std::optional(fallback->number) : std::nullopt,
                   {},
                   false});
  return rules;
}

/// The answer of core.
void evaluate_into(Explanation& explanation, const FeatureTable& table, std::size_t row,
                   ObjectIds ids) {
  const Snapshot& snapshot = *table.full;
  std::vector<std::optional<std::string_view>> places(snapshot.group_count());
  for (std::uint32_t group = 0; group < snapshot.group_count(); ++group) {
    const auto found =
        std::ranges::find(ids, snapshot.group(group), &std::pair<std::string, std::string>::first);
    if (found != ids.end()) places[group] = found->second;
  }
  const auto feature = table.feature(explanation.definition.kind, row);
  const auto evaluation = evaluate(snapshot, feature, Visitor{places, explanation.visitor});
  explanation.is_active = evaluation.answer.is_active();
  explanation.reason = evaluation.answer.reason();
  if (evaluation.group) {
    explanation.rules[*evaluation.group].decides = true;
    return;
  }
  explanation.draw = evaluation.draw;
  if (!std::isnan(evaluation.ratio)) explanation.ratio = evaluation.ratio;
  for (auto& rule : explanation.rules) {
    if (rule.rule == Rule::override || !rule.says) continue;
    rule.decides = true;
    break;
  }
}

std::string_view rule_text(Rule rule) {
  switch (rule) {
    case Rule::override: return "override";
    case Rule::state: return "state";
    case Rule::default_: return "default";
  }
  return "";
}

nlohmann::ordered_json rule_json(const ExplainedRule& rule, FeatureKind kind) {
  nlohmann::ordered_json json;
  json["rule"] = rule_text(rule.rule);
  if (rule.rule == Rule::override) {
    json["group"] = rule.group;
    json["id"] = nullptr;
    if (rule.id) {
      json.erase("id");
      put_text(json, "id", *rule.id);
    }
  }
  json["says"] = nullptr;
  if (rule.says && kind == FeatureKind::sample) json["says"] = *rule.says;
  if (rule.says && kind != FeatureKind::sample) json["says"] = *rule.says != 0;
  if (rule.problem) json["problem"] = *rule.problem;
  json["decides"] = rule.decides;
  return json;
}

}  // namespace

Explanation explain(const FeatureTable& table, FeatureKind kind, std::size_t row, ObjectIds ids,
                    const std::string& visitor) {
  const auto& feature = table.of(kind)[row];
  Explanation explanation;
  explanation.definition = feature.definition;
  explanation.rules = rules_of(table, feature, row, ids);
  if (kind == FeatureKind::sample) explanation.visitor = visitor;
  evaluate_into(explanation, table, row, ids);
  return explanation;
}

nlohmann::ordered_json explanation_json(const Explanation& explanation) {
  const auto kind = explanation.definition.kind;
  nlohmann::ordered_json json;
  json["kind"] = to_text(kind);
  json["name"] = explanation.definition.name;
  json["is_active"] = explanation.is_active;
  json["reason"] = to_text(explanation.reason);
  json["rules"] = nlohmann::ordered_json::array();
  for (const auto& rule : explanation.rules) json["rules"].push_back(rule_json(rule, kind));
  if (kind != FeatureKind::sample) return json;
  put_text(json, "visitor", explanation.visitor);
  json["draw"] = explanation.draw;
  json["ratio"] = explanation.ratio ? nlohmann::ordered_json(*explanation.ratio) : nullptr;
  return json;
}

}  // namespace pancake
