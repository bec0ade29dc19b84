#include <algorithm>
#include <cmath>
#include <cstring>

#include "columns.h"
#include "pancake/evaluation.h"
#include "pancake/sample_draw.h"
#include "sample_draws.h"

namespace pancake {
namespace {

constexpr std::uint32_t feature_of(std::uint32_t entry) noexcept { return entry >> 1U; }

constexpr Answer answer_of(std::uint32_t entry) noexcept {
  return Answer((entry & 1U) != 0, Reason::override);
}

/// The groups that both the snapshot and the visitor have.
std::uint32_t shared_groups(const Snapshot& snapshot, const Visitor& visitor) noexcept {
  return static_cast<std::uint32_t>(
      std::min(column<std::uint32_t>(snapshot, Field::group_ends).size(), visitor.ids.size()));
}

void evaluate_flag(const Snapshot& snapshot, std::uint32_t feature, const Visitor& visitor,
                   Evaluation& evaluation) noexcept {
  const std::uint32_t groups = shared_groups(snapshot, visitor);
  for (std::uint32_t group = 0; group < groups; ++group) {
    if (!visitor.ids[group]) continue;
    for (const std::uint32_t entry : snapshot.overrides_of(group, *visitor.ids[group])) {
      if (feature_of(entry) != feature) continue;
      evaluation.answer = answer_of(entry);
      evaluation.group = group;
      return;
    }
  }
}

/// Snapshot::name(), inlined.
std::string_view name_of(const Snapshot& snapshot, std::uint32_t feature) noexcept {
  return text_at(snapshot.columns(), Field::name_text, Field::name_ends, feature);
}

/// A sample's answer from its base answer, which keeps the reason, and the visitor's draw.
Answer drawn(std::uint8_t base, double draw, double ratio) noexcept {
  return Answer(sample_is_active(draw, ratio), Answer(base).reason());
}

}  // namespace

std::string_view to_text(Reason reason) noexcept {
  switch (reason) {
    case Reason::unknown: return "unknown";
    case Reason::default_: return "default";
    case Reason::state: return "state";
    case Reason::override: return "override";
    case Reason::sample: return "sample";
    case Reason::cookie: return "cookie";
    case Reason::problem: return "problem";
  }
  return "unknown";
}

Evaluation evaluate(const Snapshot& snapshot, std::uint32_t feature,
                    const Visitor& visitor) noexcept {
  Evaluation evaluation;
  if (feature >= snapshot.feature_count()) return evaluation;

  evaluation.answer = Answer(column<std::uint8_t>(snapshot, Field::base_answers)[feature]);
  const std::uint32_t first_sample = snapshot.switch_count() + snapshot.flag_count();
  if (feature >= first_sample) {
    evaluation.ratio = snapshot.ratios()[feature - first_sample];
    evaluation.draw = SampleDraws(snapshot.extension(), visitor.key).of(name_of(snapshot, feature));
    if (!std::isnan(evaluation.ratio)) {
      evaluation.answer = drawn(evaluation.answer.bits, evaluation.draw, evaluation.ratio);
    }
  } else if (feature >= snapshot.switch_count()) {
    evaluate_flag(snapshot, feature, visitor, evaluation);
  }
  return evaluation;
}

void evaluate_all(const Snapshot& snapshot, const Visitor& visitor,
                  std::span<Answer> answers) noexcept {
  const auto base = snapshot.base_answers();
  const std::size_t count = std::min(base.size(), answers.size());
  if (count == 0) return;
  std::memcpy(answers.data(), base.data(), count);

  // Last group first, so that an earlier group has the last word.
  for (std::uint32_t group = shared_groups(snapshot, visitor); group-- > 0;) {
    if (!visitor.ids[group]) continue;
    for (const std::uint32_t entry : snapshot.overrides_of(group, *visitor.ids[group])) {
      if (feature_of(entry) < count) answers[feature_of(entry)] = answer_of(entry);
    }
  }

  const std::uint32_t first_sample = snapshot.switch_count() + snapshot.flag_count();
  const auto ratios = snapshot.ratios();
  const auto name_ends = column<std::uint32_t>(snapshot, Field::name_ends);
  const auto* const name_text = column<char>(snapshot, Field::name_text).data();
  const SampleDraws draws(snapshot.extension(), visitor.key);
  std::uint32_t begin = begin_of(name_ends, first_sample);
  for (std::uint32_t feature = first_sample; feature < count; ++feature) {
    const double ratio = ratios[feature - first_sample];
    const std::uint32_t end = name_ends[feature];
    if (!std::isnan(ratio)) {
      const double draw = draws.of({name_text + begin, end - begin});
      answers[feature] = drawn(base[feature], draw, ratio);
    }
    begin = end;
  }
}

}  // namespace pancake
