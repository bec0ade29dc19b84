#pragma once

#include <memory>

#include "routes/ofrep/caller.h"
#include "routes/ofrep/visitor.h"

namespace pancake::ofrep {

/// What every evaluation needs, once the request was found to be a good one.
struct Evaluation {
  std::size_t extension = 0;  ///< its place in the site
  std::shared_ptr<const Published> published;
  Audience audience = Audience::clients;
  EvaluatedVisitor visitor;
};

/// Goes through everything that one flag and all flags have in common: the caller's key, the rate
/// limit, the extension, the body, the context. The refusal names `key` if there is one.
[[nodiscard]] tl::expected<Evaluation, Response> begin_evaluation(
    RouteContext& context, std::optional<std::string_view> key);

// POST /ofrep/v1/evaluate/flags/KEY and POST /ofrep/v1/evaluate/flags of the OpenFeature Remote
// Evaluation Protocol 0.3.
[[nodiscard]] Response evaluate_one(RouteContext& context, std::string_view key);
[[nodiscard]] Response evaluate_all_flags(RouteContext& context);

}  // namespace pancake::ofrep
