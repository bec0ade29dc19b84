#include "pancake/snapshot_builder.h"
#include "sync/feature_table.h"

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

/// Writes one table. The first thing that core refuses stays as the error.
class SnapshotWriter {
 public:
  SnapshotWriter(const FeatureTable& table, Scope scope)
      : table_(table), scope_(scope), builder_(table.extension, scope, table.revision) {}

  Result<Bytes> run() {
    for (const auto& group : table_.groups) keep(builder_.add_group(group.id));
    for (const auto& row : table_.switches) {
      if (shown(row)) keep(builder_.add_switch(toggle(row)));
    }
    for (const auto& row : table_.flags) {
      auto& place = flag_places_.emplace_back();
      if (shown(row)) place = keep(builder_.add_flag(toggle(row)));
    }
    for (const auto& row : table_.samples) {
      if (shown(row)) keep(builder_.add_sample(sample(row)));
    }
    if (scope_ == Scope::full) add_all_overrides();
    if (error_) return refused(*error_);
    auto bytes = builder_.build();
    if (!bytes) return refused(bytes.error());
    return std::move(*bytes);
  }

 private:
  template <typename T>
  std::optional<T> keep(CoreResult<T> result) {
    if (result) return *result;
    if (!error_) error_ = result.error();
    return std::nullopt;
  }

  [[nodiscard]] tl::unexpected<Error> refused(CoreError error) const {
    return fail(ErrorCode::bad_definitions,
                "extension '" + table_.extension +
                    "' does not fit into a snapshot: " + std::string(message(error)));
  }

  [[nodiscard]] bool shown(const FeatureRow& row) const {
    return scope_ == Scope::full || (row.definition.client && row.definition.fallback);
  }

  [[nodiscard]] static ToggleInput toggle(const FeatureRow& row) {
    return {row.definition.name, setting_of(default_of(row)), setting_of(row.state),
            row.definition.client, row.problem.has_value()};
  }

  [[nodiscard]] static SampleInput sample(const FeatureRow& row) {
    return {row.definition.name, default_of(row),       row.state,
            std::nullopt,        row.definition.client, row.problem.has_value()};
  }

  void add_all_overrides() {
    for (const auto& row : table_.overrides) {
      const auto flag = flag_places_[row.flag];
      if (!flag) continue;
      const auto group = static_cast<std::uint32_t>(row.group);
      const auto added = builder_.add_override(group, row.object_id, *flag, row.on);
      if (!added && !error_) error_ = added.error();
    }
  }

  const FeatureTable& table_;
  Scope scope_;
  SnapshotBuilder builder_;
  std::vector<std::optional<std::uint32_t>> flag_places_;  // by index of the table's flags
  std::optional<CoreError> error_;
};

}  // namespace

Result<Bytes> write_snapshot(const FeatureTable& table, Scope scope) {
  return SnapshotWriter(table, scope).run();
}

}  // namespace pancake
