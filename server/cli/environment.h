#pragma once

#include <functional>
#include <optional>
#include <string>

namespace pancake {

/// Reads an environment variable; no value if it is not set.
using Environment = std::function<std::optional<std::string>(const std::string& name)>;

/// The variable, if it is set to something: an empty one counts as not set.
[[nodiscard]] inline std::optional<std::string> text_in(const Environment& environment,
                                                        const std::string& name) {
  auto text = environment(name);
  if (text && text->empty()) return std::nullopt;
  return text;
}

}  // namespace pancake
