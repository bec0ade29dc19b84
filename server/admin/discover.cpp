#include "admin/discover.h"

#include <algorithm>

#include "admin/text_json.h"
#include "definitions/extension_json.h"
#include "python/float_text.h"
#include "sync/feature_table.h"

namespace pancake {

namespace {

/// What is stored now as a default; off, or nobody, where that cannot be used.
FeatureDefault default_of(const FeatureRow& row) {
  const auto state = row.state.value_or(0);
  if (row.definition.kind == FeatureKind::sample) return {state, float_text(state)};
  return {state, state != 0 ? "true" : "false"};
}

void add_groups(ExtensionDefinition& extension, const StoredState& stored) {
  for (const auto& chunk : stored.overrides.chunks()) {
    for (const auto& group : chunk->digest().groups) {
      if (extension.group_index(group) || !check_name("group", group)) continue;
      extension.groups.push_back({group, {}, std::nullopt});
    }
  }
}

}  // namespace

Result<std::string> discovered_definitions(const ExtensionDefinition& extension,
                                           const StoredState& stored) {
  auto found = extension;
  add_groups(found, stored);
  found.features.clear();
  const auto table = join(extension, stored);
  if (!table) return tl::unexpected(table.error());
  for (const auto kind : {FeatureKind::switch_, FeatureKind::flag, FeatureKind::sample}) {
    for (const auto& row : table->of(kind)) {
      auto feature = row.definition;
      if (!check_name(to_text(kind), feature.name)) continue;
      if (!feature.fallback) feature.fallback = default_of(row);
      found.features.push_back(std::move(feature));
    }
  }
  nlohmann::ordered_json file;
  file["extensions"][found.name] = extension_json(found);
  return file.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace pancake
