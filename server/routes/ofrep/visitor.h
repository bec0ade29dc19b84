#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "identity/flask_cookie.h"
#include "pancake/evaluation.h"
#include "routes/ofrep/evaluation_request.h"
#include "routes/ofrep/flag_keys.h"
#include "routes/route.h"

namespace pancake::ofrep {

/// Who flags are evaluated for: what the context says, laid over what the request itself says.
struct EvaluatedVisitor {
  std::vector<std::optional<std::string>> ids;  ///< one place a group of the extension
  /// What samples are drawn for. No value: nobody said, so that there is no draw.
  std::optional<std::string> key;
  /// Signed cookies only: what this visitor's cookie remembers, which wins over a draw.
  const SampleAnswers* remembered = nullptr;
};

/// The visitor of an evaluation.
///
/// Ids: an attribute with a group's name is its id if the group's source is `client`; for every
/// group if a server asks, which may read all overrides anyway. Other groups have what the
/// request itself gives (a header, a cookie, a claim), so that nobody can say to be somebody else.
/// Visitor key: targetingKey, else what the request gives by the extension's `visitor` source or
/// its visitor cookie. No cookie is ever set: the caller keeps its targetingKey.
[[nodiscard]] tl::expected<EvaluatedVisitor, Failure> visitor_of_evaluation(
    RouteContext& context, std::size_t extension, Audience audience,
    const EvaluationRequest& evaluation);

/// One feature's answer. TARGETING_KEY_MISSING: a sample, no key to draw for, and nothing
/// remembered.
using FlagAnswer = tl::expected<pancake::Answer, Failure>;
[[nodiscard]] FlagAnswer evaluate_flag(const EvaluatedVisitor& visitor, const Snapshot& full,
                                       std::uint32_t feature);

/// The answers of these features, in their order, at the cost of one look-up a group.
[[nodiscard]] std::vector<FlagAnswer> evaluate_flags(const EvaluatedVisitor& visitor,
                                                     const Snapshot& full,
                                                     std::span<const std::uint32_t> features);

}  // namespace pancake::ofrep
