#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pancake {

/// The candidates that somebody who typed `word` may have meant, the closest first: equal but
/// for case, begun by it, or a few letters (a third of the word) away from it.
[[nodiscard]] std::vector<std::string> close_matches(std::string_view word,
                                                     const std::vector<std::string>& candidates);

/// " Did you mean 'x'?" for the closest one, or an empty text.
[[nodiscard]] std::string did_you_mean(std::string_view word,
                                       const std::vector<std::string>& candidates);

}  // namespace pancake
