#pragma once

#include <string_view>

#include "pancake/feature.h"

namespace pancake {

/// "flags", "switches" or "samples": the command and the route of this kind.
[[nodiscard]] constexpr std::string_view plural(FeatureKind kind) noexcept {
  switch (kind) {
    case FeatureKind::switch_: return "switches";
    case FeatureKind::flag: return "flags";
    case FeatureKind::sample: return "samples";
  }
  return "";
}

/// "Flag", "Switch" or "Sample".
[[nodiscard]] constexpr std::string_view capitalized(FeatureKind kind) noexcept {
  switch (kind) {
    case FeatureKind::switch_: return "Switch";
    case FeatureKind::flag: return "Flag";
    case FeatureKind::sample: return "Sample";
  }
  return "";
}

}  // namespace pancake
