#pragma once

#include <algorithm>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>
#include <string>

#include "pancake/snapshot_builder.h"

namespace pancake::test {

inline Setting setting(const nlohmann::json& feature, const char* field) {
  if (!feature.contains(field) || feature[field].is_null()) return Setting::unset;
  return feature[field].get<bool>() ? Setting::on : Setting::off;
}

inline std::optional<double> ratio(const nlohmann::json& feature, const char* field) {
  if (!feature.contains(field) || feature[field].is_null()) return std::nullopt;
  return feature[field].get<double>();
}

inline Scope scope(const std::string& text) {
  return text == "full" ? Scope::full : text == "personal" ? Scope::personal : Scope::public_;
}

/// Throws, and so fails the test, if a builder refused something.
inline void must(const CoreResult<void>& result) {
  if (!result) throw std::runtime_error(std::string(message(result.error())));
}

/// A builder filled from the JSON form of a snapshot. Any refusal throws and fails the test.
inline SnapshotBuilder builder_from_json(const nlohmann::json& json) {
  SnapshotBuilder builder(json["extension"].get<std::string>(), scope(json["scope"]),
                          json["revision"].get<std::uint64_t>());
  for (const auto& group : json["groups"]) builder.add_group(group.get<std::string>()).value();

  const auto toggles = [&json](const char* kind, auto add) {
    for (const auto& feature : json.value(kind, nlohmann::json::array())) {
      const std::string name = feature["name"];
      add({name, setting(feature, "default"), setting(feature, "state"),
           feature.value("client", false), feature.value("problem", false)});
    }
  };
  toggles("switches", [&](const ToggleInput& input) { builder.add_switch(input).value(); });
  toggles("flags", [&](const ToggleInput& input) { builder.add_flag(input).value(); });

  for (const auto& sample : json.value("samples", nlohmann::json::array())) {
    const std::string name = sample["name"];
    std::optional<bool> answer;
    if (sample.contains("answer")) answer = sample["answer"].get<bool>();
    builder
        .add_sample({name, ratio(sample, "default"), ratio(sample, "state"), answer,
                     sample.value("client", false), sample.value("problem", false)})
        .value();
  }
  for (const auto& override : json.value("overrides", nlohmann::json::array())) {
    const auto& groups = json["groups"];
    const auto group = std::find(groups.begin(), groups.end(), override["group"]) - groups.begin();
    for (const auto& [name, on] : override["flags"].items()) {
      std::uint32_t flag = 0;
      while (json["flags"][flag]["name"] != name) ++flag;
      must(builder.add_override(static_cast<std::uint32_t>(group),
                                override["id"].get<std::string>(), flag, on.get<bool>()));
    }
  }
  return builder;
}

}  // namespace pancake::test
