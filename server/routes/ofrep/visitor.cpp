#include "routes/ofrep/visitor.h"

#include "identity/group_sources.h"
#include "identity/visitor.h"
#include "pancake/visitor_cookie.h"

namespace pancake::ofrep {
namespace {

using IdViews = std::vector<std::optional<std::string_view>>;

/// What the request itself says, for those who send no targetingKey: a page on the same site
/// then has the draws that the browser package gives it.
std::optional<std::string> key_of_request(const ExtensionDefinition& extension,
                                          const Request& request, Evidence& evidence) {
  if (auto given = given_visitor(extension, request, evidence)) return given;
  if (extension.cookie.format != CookieFormat::visitor) return std::nullopt;
  const auto cookie = request.cookie(extension.cookie.name);
  const auto key = cookie ? read_visitor_cookie(*cookie) : std::nullopt;
  return key ? std::optional<std::string>(*key) : std::nullopt;
}

/// What a signed cookie remembers wins, and a sample without anybody to draw for has no answer.
FlagAnswer settled(const EvaluatedVisitor& visitor, const Snapshot& full, std::uint32_t feature,
                   Answer evaluated) {
  const bool is_sample = feature >= full.switch_count() + full.flag_count();
  if (!is_sample) return evaluated;
  if (visitor.remembered) {
    const auto known = visitor.remembered->find(std::string(full.name(feature)));
    if (known) return Answer(*known, Reason::cookie);
  }
  if (visitor.key) return evaluated;
  return tl::unexpected(Failure{FailureCode::targeting_key_missing,
                                "a sample is drawn for the context's targetingKey"});
}

}  // namespace

tl::expected<EvaluatedVisitor, Failure> visitor_of_evaluation(RouteContext& context,
                                                              std::size_t extension,
                                                              Audience audience,
                                                              const EvaluationRequest& evaluation) {
  const ExtensionDefinition& definition = context.site.extensions[extension]->definition();
  EvaluatedVisitor visitor;
  visitor.ids = object_ids(definition, context.request, context.evidence);
  for (std::size_t group = 0; group < definition.groups.size(); ++group) {
    const GroupDefinition& of = definition.groups[group];
    if (audience == Audience::clients && of.from.kind != IdSource::Kind::client) continue;
    auto attribute = evaluation.attribute(of.id);
    if (!attribute) return tl::unexpected(std::move(attribute.error()));
    if (*attribute) visitor.ids[group] = std::move(**attribute);
  }
  visitor.key = evaluation.targeting_key
                    ? evaluation.targeting_key
                    : key_of_request(definition, context.request, context.evidence);
  if (definition.cookie.format == CookieFormat::flask_pancake) {
    visitor.remembered = &context.cookies.answers(extension);
  }
  return visitor;
}

FlagAnswer evaluate_flag(const EvaluatedVisitor& visitor, const Snapshot& full,
                         std::uint32_t feature) {
  const IdViews ids(visitor.ids.begin(), visitor.ids.end());
  const std::string key = visitor.key.value_or("");
  return settled(visitor, full, feature, evaluate(full, feature, Visitor{ids, key}).answer);
}

std::vector<FlagAnswer> evaluate_flags(const EvaluatedVisitor& visitor, const Snapshot& full,
                                       std::span<const std::uint32_t> features) {
  const IdViews ids(visitor.ids.begin(), visitor.ids.end());
  const std::string key = visitor.key.value_or("");
  std::vector<Answer> answers(full.feature_count());
  evaluate_all(full, Visitor{ids, key}, answers);
  std::vector<FlagAnswer> settled_answers;
  settled_answers.reserve(features.size());
  for (const std::uint32_t feature : features) {
    settled_answers.push_back(settled(visitor, full, feature, answers[feature]));
  }
  return settled_answers;
}

}  // namespace pancake::ofrep
