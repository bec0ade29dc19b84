#include "sync/feature_table.h"

#include <algorithm>
#include <tuple>

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

std::optional<bool> FeatureTable::override_of(std::size_t flag, std::size_t group,
                                              std::string_view object_id) const {
  const auto place = [](const OverrideRow& row) {
    return std::tuple<std::size_t, std::size_t, std::string_view>(row.group, row.flag,
                                                                  row.object_id);
  };
  const std::tuple wanted(group, flag, object_id);
  const auto found = std::ranges::lower_bound(overrides, wanted, {}, place);
  if (found == overrides.end() || place(*found) != wanted) return std::nullopt;
  return found->on;
}

}  // namespace pancake
