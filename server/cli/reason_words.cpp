#include "cli/reason_words.h"

#include <spdlog/fmt/fmt.h>
#include <cmath>

#include "cli/words.h"
#include "python/float_text.h"
#include "python/text_repr.h"

namespace pancake {

namespace {

std::string plain_reason(Reason reason) {
  switch (reason) {
    case Reason::default_: return "default";
    case Reason::state:
    case Reason::sample: return "stored state";
    case Reason::problem: return "default, since what is stored cannot be used";
    case Reason::cookie: return "remembered in the cookie";
    case Reason::unknown:
    case Reason::override: break;
  }
  return "unknown";
}

std::string object_words(const Snapshot& snapshot, std::uint32_t group,
                         const EvaluatedVisitor& visitor) {
  const auto name = snapshot.group(group);
  for (const auto& [given_group, id] : visitor.given().ids) {
    if (given_group == name) return "group '" + shown(name) + "', object " + text_repr(id);
  }
  return "group '" + shown(name) + "'";
}

}  // namespace

std::string reason_words(const Snapshot& snapshot, FeatureKind kind, const Evaluation& evaluation,
                         const EvaluatedVisitor& visitor) {
  if (evaluation.group) return object_words(snapshot, *evaluation.group, visitor);
  const auto reason = evaluation.answer.reason();
  if (kind != FeatureKind::sample) return plain_reason(reason);
  if (std::isnan(evaluation.ratio)) return "no ratio";
  // Cut, not rounded: a draw just below the ratio must not read as equal to it.
  const double draw = std::floor(evaluation.draw * 10'000) / 10'000;
  auto words = fmt::format("draw {:.4f} {} {}", draw,
                           evaluation.answer.is_active() ? "is below" : "is not below",
                           float_text(evaluation.ratio));
  words += reason == Reason::problem ? ", the default, since what is stored cannot be used" : "";
  return words + "; visitor " + text_repr(visitor.key()) + (visitor.is_new() ? ", a new one" : "");
}

}  // namespace pancake
