#pragma once

#include <vector>

#include "pancake/evaluation.h"
#include "routes/route.h"

namespace pancake {

/// What every feature of an extension answers this visitor, by index of the full snapshot.
///
/// Format visitor: samples are drawn for the visitor's key, and a new visitor gets its cookie.
/// Format flask-pancake: what the signed cookie remembers wins; every other defined sample is
/// drawn now and remembered, in the order of their definition.
[[nodiscard]] std::vector<Answer> visitor_answers(RouteContext& context, std::size_t extension,
                                                  const Published& published);

}  // namespace pancake
