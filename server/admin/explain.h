#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "pancake/evaluation.h"
#include "sync/feature_table.h"

namespace pancake {

/// One rule of a feature, in the order in which rules are asked.
struct ExplainedRule {
  enum class Rule : std::uint8_t { override, state, default_ };
  Rule rule = Rule::state;
  std::string group;                   ///< override: the group that is asked
  std::optional<std::string> id;       ///< override: this visitor's id there; no value: it has none
  std::optional<double> says;          ///< 0 or 1, or a ratio; no value: nothing
  std::optional<std::string> problem;  ///< why what is stored cannot be used
  bool decides = false;
};

/// How a feature answers for one visitor, and why.
struct Explanation {
  FeatureDefinition definition;
  bool is_active = false;
  Reason reason = Reason::unknown;
  std::vector<ExplainedRule> rules;
  std::string visitor;          ///< samples: the visitor key
  double draw = 0;              ///< samples: where the visitor stands, [0, 100)
  std::optional<double> ratio;  ///< samples: what the draw was held against
};

/// Explains the feature in a row of the table (known_names.h finds it). `ids` are (group, object
/// id) of the visitor, groups that the table lacks are skipped. The answer is core's `evaluate`.
[[nodiscard]] Explanation explain(const FeatureTable& table, FeatureKind kind, std::size_t row,
                                  ObjectIds ids, const std::string& visitor);

/// {"kind","name","is_active","reason","rules":[{"rule":"override","group":"user","id":"42",
///  "says":null,"decides":false}…],"visitor","draw","ratio"}
[[nodiscard]] nlohmann::ordered_json explanation_json(const Explanation& explanation);

}  // namespace pancake
