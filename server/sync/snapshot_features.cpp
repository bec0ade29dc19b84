#include "sync/snapshot_features.h"

namespace pancake {

namespace {

Setting setting_of(const std::optional<double>& value) {
  if (!value) return Setting::unset;
  return *value != 0 ? Setting::on : Setting::off;
}

std::optional<double> default_of(const FeatureRow& row) {
  if (!row.definition.fallback) return std::nullopt;
  return row.definition.fallback->number;
}

ToggleInput toggle(const FeatureRow& row) {
  return {row.definition.name, setting_of(default_of(row)), setting_of(row.state),
          row.definition.client, row.problem.has_value()};
}

SampleInput sample(const FeatureRow& row) {
  return {row.definition.name, default_of(row),       row.state,
          std::nullopt,        row.definition.client, row.problem.has_value()};
}

}  // namespace

Result<SnapshotBuilder> snapshot_features(const FeatureTable& table, Scope scope) {
  SnapshotBuilder builder(table.extension, scope, table.revision);
  std::optional<CoreError> refused;
  const auto keep = [&refused](const CoreResult<std::uint32_t>& added) {
    if (!added && !refused) refused = added.error();
  };
  const auto shown = [scope](const FeatureRow& row) {
    return scope == Scope::full || (row.definition.client && row.definition.fallback);
  };
  for (const auto& group : table.groups) keep(builder.add_group(group.id));
  for (const auto& row : table.switches) {
    if (shown(row)) keep(builder.add_switch(toggle(row)));
  }
  for (const auto& row : table.flags) {
    if (shown(row)) keep(builder.add_flag(toggle(row)));
  }
  for (const auto& row : table.samples) {
    if (shown(row)) keep(builder.add_sample(sample(row)));
  }
  if (refused) return tl::unexpected(does_not_fit(table, *refused));
  return builder;
}

Error does_not_fit(const FeatureTable& table, CoreError error) {
  return {ErrorCode::bad_definitions,
          "extension '" + table.extension +
              "' does not fit into a snapshot: " + std::string(message(error))};
}

Result<Bytes> write_public_snapshot(const FeatureTable& table) {
  const auto builder = snapshot_features(table, Scope::public_);
  if (!builder) return tl::unexpected(builder.error());
  auto bytes = builder->build();
  if (!bytes) return tl::unexpected(does_not_fit(table, bytes.error()));
  return std::move(*bytes);
}

}  // namespace pancake
