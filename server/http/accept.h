#pragma once

#include <string_view>

namespace pancake {

/// How welcome a media type is to an `Accept` header: 0 (not at all) to 1. The most specific
/// range that matches decides (RFC 9110, 12.5.1); ranges with parameters other than q match
/// nothing here, as none of our types has parameters to choose by.
[[nodiscard]] double quality_of(std::string_view accept, std::string_view type);

}  // namespace pancake
