#include "routes/api/resource.h"

#include "admin/known_names.h"
#include "views/feature_entry.h"

namespace pancake {
namespace {

using nlohmann::ordered_json;

/// Finds what a change is about.
class Resource {
 public:
  explicit Resource(const FeatureTable& table) : table_(table) {}

  ordered_json operator()(const SetState& change) { return feature(change.kind, change.name); }
  ordered_json operator()(const ClearState& change) { return feature(change.kind, change.name); }
  ordered_json operator()(const Undefine& change) { return feature(change.kind, change.name); }
  ordered_json operator()(const Define& change) {
    return feature(change.definition.kind, change.definition.name);
  }
  ordered_json operator()(const SetOverride& change) {
    return override(change.flag, change.group, change.object_id);
  }
  ordered_json operator()(const ClearOverride& change) {
    return override(change.flag, change.group, change.object_id);
  }
  ordered_json operator()(const ClearOverrides& change) {
    return feature(FeatureKind::flag, change.flag);
  }

 private:
  [[nodiscard]] ordered_json feature(FeatureKind kind, const std::string& name) const {
    const auto row = find_feature(table_, kind, name);
    if (!row) return nullptr;
    return feature_resource(table_, kind, *row);
  }

  [[nodiscard]] ordered_json override(const std::string& flag, const std::string& group,
                                      const std::string& object_id) const {
    const auto row = find_feature(table_, FeatureKind::flag, flag);
    for (std::size_t index = 0; row && index < table_.groups.size(); ++index) {
      if (table_.groups[index].id == group) {
        return override_resource(table_, *row, index, object_id);
      }
    }
    return nullptr;
  }

  const FeatureTable& table_;
};

}  // namespace

ordered_json feature_resource(const FeatureTable& table, FeatureKind kind, std::size_t row) {
  const FeatureRow& feature = table.of(kind)[row];
  ordered_json json{{"kind", to_text(kind)}};
  json.update(feature_entry(table, kind, feature));
  if (!feature.state) {
    json["state"] = nullptr;
  } else if (kind == FeatureKind::sample) {
    json["state"] = *feature.state;
  } else {
    json["state"] = *feature.state != 0;
  }
  return json;
}

ordered_json override_resource(const FeatureTable& table, std::size_t flag, std::size_t group,
                               std::string_view object_id) {
  ordered_json json{{"flag", table.flags[flag].definition.name},
                    {"group", table.groups[group].id},
                    {"id", object_id},
                    {"is_active", nullptr}};
  const auto on = table.override_of(flag, group, object_id);
  if (on) json["is_active"] = *on;
  return json;
}

ordered_json resource_of(const FeatureTable& table, const Change& change) {
  return std::visit(Resource(table), change);
}

}  // namespace pancake
