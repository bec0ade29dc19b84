#include "routes/visitor_answers.h"

#include "identity/group_sources.h"
#include "identity/visitor.h"

namespace pancake {
namespace {

/// The key that samples are drawn for. With signed cookies a draw is made once and then
/// remembered, so that without a given visitor any random key will do.
std::string drawing_key(RouteContext& context, std::size_t extension) {
  const ExtensionDefinition& definition = context.site.extensions[extension]->definition();
  if (definition.cookie.format == CookieFormat::flask_pancake) {
    auto given = given_visitor(definition, context.request, context.evidence);
    return given ? std::move(*given) : new_visitor().key;
  }
  VisitorKey visitor = visitor_of(definition, context.request, context.evidence);
  if (visitor.new_cookie) context.cookies.set_visitor(extension, std::move(*visitor.new_cookie));
  return std::move(visitor.key);
}

/// Draws every defined sample that the signed cookie does not remember yet, and answers what
/// it remembers.
void remember_samples(SampleAnswers& remembered, const Published& published,
                      std::vector<Answer>& answers) {
  const std::vector<FeatureRow>& samples = published.table.samples;
  const std::size_t first = answers.size() - samples.size();
  for (std::size_t sample = 0; sample < samples.size(); ++sample) {
    if (!samples[sample].definition.fallback) continue;
    const std::string& name = samples[sample].definition.name;
    if (const auto known = remembered.find(name)) {
      answers[first + sample] = Answer(*known, Reason::cookie);
    } else {
      remembered.remember(name, answers[first + sample].is_active());
    }
  }
}

}  // namespace

std::vector<Answer> visitor_answers(RouteContext& context, std::size_t extension,
                                    const Published& published) {
  const ExtensionDefinition& definition = context.site.extensions[extension]->definition();
  const auto ids = object_ids(definition, context.request, context.evidence);
  const std::vector<std::optional<std::string_view>> id_views(ids.begin(), ids.end());
  const std::string key = drawing_key(context, extension);
  const Snapshot& full = *published.snapshots.full->snapshot;
  std::vector<Answer> answers(full.feature_count());
  evaluate_all(full, Visitor{id_views, key}, answers);
  if (definition.cookie.format == CookieFormat::flask_pancake) {
    remember_samples(context.cookies.answers(extension), published, answers);
  }
  return answers;
}

}  // namespace pancake
