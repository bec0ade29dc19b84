#include "views/feature_entry.h"

namespace pancake {
namespace {

using nlohmann::ordered_json;

/// What every entry has, in the order of `/overview`.
ordered_json entry_without_value(const FeatureTable& table, FeatureKind kind,
                                 const FeatureRow& row) {
  ordered_json json;
  json["name"] = row.definition.name;
  json["default"] = default_json(row.definition);
  json["key"] = redis_key(kind, table.extension, row.definition.name);
  if (!row.definition.description.empty()) json["description"] = row.definition.description;
  if (row.definition.client) json["client"] = true;
  if (!row.definition.fallback) json["discovered"] = true;
  if (row.problem) json["problem"] = *row.problem;
  return json;
}

template <typename T>
ordered_json value_or_null(const std::optional<T>& value) {
  if (!value) return nullptr;
  return *value;
}

}  // namespace

ordered_json default_json(const FeatureDefinition& definition) {
  if (!definition.fallback) return nullptr;
  auto json = ordered_json::parse(definition.fallback->text, nullptr, false);
  if (json.is_discarded()) return definition.fallback->number;
  return json;
}

ordered_json feature_entry(const FeatureTable& table, FeatureKind kind, const FeatureRow& row) {
  auto entry = entry_without_value(table, kind, row);
  const auto value = row.value();
  if (kind == FeatureKind::sample) {
    entry["value"] = value_or_null(value);
  } else {
    entry["is_active"] = value_or_null(value ? std::optional(*value != 0) : std::nullopt);
  }
  return entry;
}

ordered_json group_entry(const FeatureTable& table, std::size_t flag, std::size_t group,
                         std::string_view object_id) {
  auto entry = entry_without_value(table, FeatureKind::flag, table.flags[flag]);
  entry["is_active"] = value_or_null(table.override_of(flag, group, object_id));
  return entry;
}

}  // namespace pancake
