#pragma once

#include <optional>
#include <string_view>

namespace pancake {

/// How welcome a media type is to an `Accept` header: 0 (not at all) to 1. The most specific
/// range that matches decides (RFC 9110, 12.5.1); ranges with parameters other than q match
/// nothing here, as none of our types has parameters to choose by.
[[nodiscard]] double quality_of(std::string_view accept, std::string_view type);

/// q of a word in a list like `Accept-Encoding`: 0 to 1, 1 without one; no value if the word does
/// not stand there, or only with parameters that mean nothing.
[[nodiscard]] std::optional<double> quality_of_word(std::string_view list, std::string_view word);

}  // namespace pancake
