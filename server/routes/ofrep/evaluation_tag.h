#pragma once

#include <string>
#include <string_view>

namespace pancake::ofrep {

/// The entity tag of a bulk answer, with its quotes: half of a SHA-256 over what was asked and
/// what is answered. Answers that happen to be equal have different tags for different contexts,
/// so that no client takes a 304 for the word on a context that it did not ask for.
[[nodiscard]] std::string evaluation_tag(std::string_view asked, std::string_view answered);

}  // namespace pancake::ofrep
