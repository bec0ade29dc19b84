#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pancake {

/// What the segments of a path say in place of a pattern's {…}, decoded; no value if the path is
/// another one. `path` is still percent-encoded, and its encoding must be right (%XX).
///
///   /flags/{name}/overrides/{group}/{id}      an operation's pattern
///   /flags/A%2FB/overrides/user/              name "A/B", group "user", id ""
///
/// {id} may be empty, all others not; {kinds} is switches, flags or samples.
[[nodiscard]] std::optional<std::vector<std::pair<std::string_view, std::string>>> match_path(
    std::string_view pattern, std::string_view path);

}  // namespace pancake
