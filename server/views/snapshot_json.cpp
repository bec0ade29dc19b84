#include "views/snapshot_json.h"

#include <nlohmann/json.hpp>

#include "views/override_rows.h"

namespace pancake {
namespace {

using Json = nlohmann::ordered_json;

Json setting(Setting value) {
  return value == Setting::unset ? Json(nullptr) : Json(value == Setting::on);
}

Json ratio(std::optional<double> value) { return value ? Json(*value) : Json(nullptr); }

Json feature(const FeatureDetails& details) {
  Json json;
  json["name"] = details.name;
  if (details.kind == FeatureKind::sample) {
    json["default"] = ratio(details.default_ratio);
    json["state"] = ratio(details.state_ratio);
    if (details.fixed_answer) json["answer"] = *details.fixed_answer;
  } else {
    json["default"] = setting(details.default_setting);
    json["state"] = setting(details.state);
  }
  if (details.client) json["client"] = true;
  if (details.problem) json["problem"] = true;
  return json;
}

void add_features(Json& json, std::string_view member, const Snapshot& snapshot,
                  std::uint32_t first, std::uint32_t count) {
  if (count == 0) return;
  Json& features = json[std::string(member)] = Json::array();
  for (std::uint32_t index = first; index < first + count; ++index) {
    features.push_back(feature(snapshot.details(index)));
  }
}

void add_groups(Json& json, const Snapshot& snapshot) {
  if (snapshot.group_count() == 0) return;
  Json& groups = json["groups"] = Json::array();
  for (std::uint32_t group = 0; group < snapshot.group_count(); ++group) {
    groups.push_back(snapshot.group(group));
  }
}

void add_overrides(Json& json, const Snapshot& snapshot) {
  const auto rows = override_rows(snapshot);
  if (rows.empty()) return;
  Json& overrides = json["overrides"] = Json::array();
  for (const Snapshot::OverrideRow& row : rows) {
    Json flags = Json::object();
    for (const std::uint32_t entry : row.entries) {
      flags[std::string(snapshot.name(entry >> 1U))] = (entry & 1U) != 0;
    }
    overrides.push_back(
        {{"group", snapshot.group(row.group)}, {"id", row.object_id}, {"flags", std::move(flags)}});
  }
}

}  // namespace

std::string snapshot_json(const Snapshot& snapshot) {
  Json json;
  json["extension"] = snapshot.extension();
  json["scope"] = to_text(snapshot.scope());
  json["revision"] = snapshot.revision();
  add_groups(json, snapshot);
  const std::uint32_t switches = snapshot.switch_count();
  const std::uint32_t flags = snapshot.flag_count();
  add_features(json, "switches", snapshot, 0, switches);
  add_features(json, "flags", snapshot, switches, flags);
  add_features(json, "samples", snapshot, switches + flags, snapshot.sample_count());
  add_overrides(json, snapshot);
  // Object ids may be any bytes; JSON is UTF-8.
  return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace pancake
