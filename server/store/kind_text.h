#pragma once

#include <optional>
#include <string_view>

#include "pancake/feature.h"

namespace pancake {

/// The kind that to_text gives this word for; no value for any other text.
[[nodiscard]] constexpr std::optional<FeatureKind> kind_from_text(std::string_view text) noexcept {
  for (const auto kind : {FeatureKind::switch_, FeatureKind::flag, FeatureKind::sample}) {
    if (to_text(kind) == text) return kind;
  }
  return std::nullopt;
}

}  // namespace pancake
