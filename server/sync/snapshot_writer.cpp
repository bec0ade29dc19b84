#include <algorithm>

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
  SnapshotWriter(const FeatureTable& table, Scope scope, const PersonalPart* personal)
      : table_(table),
        scope_(scope),
        personal_(scope == Scope::personal ? personal : nullptr),
        builder_(table.extension, scope, table.revision) {}

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
    if (personal_ != nullptr) add_personal_overrides();
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

  [[nodiscard]] SampleInput sample(const FeatureRow& row) const {
    SampleInput input{row.definition.name, default_of(row),       row.state,
                      std::nullopt,        row.definition.client, row.problem.has_value()};
    if (personal_ != nullptr) {
      const auto& answers = personal_->sample_answers;
      const auto found =
          std::ranges::find(answers, row.definition.name, &std::pair<std::string, bool>::first);
      if (found != answers.end()) input.fixed_answer = found->second;
    }
    return input;
  }

  void add_override(std::size_t group, std::string_view object_id, std::uint32_t flag, bool on) {
    const auto added =
        builder_.add_override(static_cast<std::uint32_t>(group), object_id, flag, on);
    if (!added && !error_) error_ = added.error();
  }

  void add_all_overrides() {
    for (const auto& row : table_.overrides) {
      if (const auto flag = flag_places_[row.flag]) {
        add_override(row.group, row.object_id, *flag, row.on);
      }
    }
  }

  void add_personal_overrides() {
    const auto groups = std::min(personal_->ids.size(), table_.groups.size());
    for (std::size_t group = 0; group < groups; ++group) {
      const auto& id = personal_->ids[group];
      if (!id) continue;
      for (std::size_t flag = 0; flag < flag_places_.size(); ++flag) {
        if (!flag_places_[flag]) continue;
        if (const auto on = table_.override_of(flag, group, *id)) {
          add_override(group, *id, *flag_places_[flag], *on);
        }
      }
    }
  }

  const FeatureTable& table_;
  Scope scope_;
  const PersonalPart* personal_;
  SnapshotBuilder builder_;
  std::vector<std::optional<std::uint32_t>> flag_places_;  // by index of the table's flags
  std::optional<CoreError> error_;
};

}  // namespace

Result<Bytes> write_snapshot(const FeatureTable& table, Scope scope, const PersonalPart* personal) {
  return SnapshotWriter(table, scope, personal).run();
}

}  // namespace pancake
