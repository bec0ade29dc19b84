#pragma once

#include <string>
#include <string_view>

#include "pancake/evaluation.h"
#include "pancake/feature.h"

namespace pancake::ofrep {

/// OpenFeature's reason for one of ours:
///
///   default, state on   STATIC           nothing of the visitor was looked at
///   state off           DISABLED         what `pancake flags disable` does
///   override            TARGETING_MATCH  an id of this visitor has it on or off
///   sample, cookie      SPLIT            drawn for this visitor, now or earlier
///   problem             UNKNOWN          what is stored cannot be used: the default
[[nodiscard]] std::string_view reason_of(Answer answer) noexcept;

/// Appends the answer of one flag:
///
///   {"key":"…","value":true,"reason":"STATIC","variant":"on",
///    "metadata":{"kind":"flag","reason":"default"}}
///
/// Nothing in it is anybody's but this visitor's: no ratio, no id, no other answer.
void append_flag(std::string& out, std::string_view key, FeatureKind kind, Answer answer);

}  // namespace pancake::ofrep
