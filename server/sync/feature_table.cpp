#include "sync/feature_table.h"

#include <algorithm>

namespace pancake {

std::optional<double> FeatureRow::value() const {
  if (state) return state;
  if (definition.fallback) return definition.fallback->number;
  return std::nullopt;
}

const std::vector<FeatureRow>& FeatureTable::of(FeatureKind kind) const {
  switch (kind) {
    case FeatureKind::switch_: return switches;
    case FeatureKind::flag: return flags;
    case FeatureKind::sample: return samples;
  }
  return switches;
}

std::optional<std::size_t> FeatureTable::find(FeatureKind kind, std::string_view name) const {
  const auto& rows = of(kind);
  const auto found = std::ranges::find_if(
      rows, [name](const FeatureRow& row) { return row.definition.name == name; });
  if (found == rows.end()) return std::nullopt;
  return static_cast<std::size_t>(found - rows.begin());
}

std::uint32_t FeatureTable::feature(FeatureKind kind, std::size_t row) const {
  std::size_t before = 0;
  if (kind != FeatureKind::switch_) before += switches.size();
  if (kind == FeatureKind::sample) before += flags.size();
  return static_cast<std::uint32_t>(before + row);
}

std::optional<bool> FeatureTable::override_of(std::size_t flag, std::size_t group,
                                              std::string_view object_id) const {
  const auto wanted = feature(FeatureKind::flag, flag);
  for (const auto entry : full->overrides_of(static_cast<std::uint32_t>(group), object_id)) {
    if (entry >> 1U == wanted) return (entry & 1U) != 0;
  }
  return std::nullopt;
}

}  // namespace pancake
