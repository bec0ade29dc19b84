#pragma once

#include <string>

#include "cli/evaluated_visitor.h"

namespace pancake {

/// Why a feature answers as it does, for people: "default", "stored state",
/// "group 'user', object '42'", "draw 12.34 of 50.0, visitor 'aB3'",
/// "default, since what is stored cannot be used".
[[nodiscard]] std::string reason_words(const Snapshot& snapshot, FeatureKind kind,
                                       const Evaluation& evaluation,
                                       const EvaluatedVisitor& visitor);

}  // namespace pancake
