#include <algorithm>
#include <tuple>

#include "admin/export_document.h"
#include "admin/text_json.h"
#include "definitions/extension_json.h"

namespace pancake {

namespace {

using nlohmann::ordered_json;

void put_value(ordered_json& entry, const StoredValue& value) {
  if (value.wrong_type) {
    entry["wrong_type"] = value.text;
  } else {
    put_text(entry, "value", value.text);
  }
}

std::vector<ordered_json> definition_entries(const StoredState& state) {
  std::vector<ordered_json> entries;
  for (const auto& definition : state.definitions) {
    ordered_json entry{{"kind", to_text(definition.kind)}, {"name", definition.name}};
    entry.update(feature_json(definition));
    entries.push_back(std::move(entry));
  }
  return entries;
}

std::vector<ordered_json> state_entries(const StoredState& state) {
  std::vector<ordered_json> entries;
  const auto add = [&entries](FeatureKind kind, const auto& values) {
    for (const auto& [name, value] : values) {
      ordered_json entry{{"kind", to_text(kind)}, {"name", name}};
      put_value(entry, value);
      entries.push_back(std::move(entry));
    }
  };
  add(FeatureKind::switch_, state.switches);
  add(FeatureKind::flag, state.flags);
  add(FeatureKind::sample, state.samples);
  return entries;
}

std::vector<ordered_json> override_entries(const StoredState& state) {
  std::vector<const StoredOverride*> sorted;
  sorted.reserve(state.overrides.size());
  for (const auto& one : state.overrides) sorted.push_back(&one);
  std::ranges::sort(sorted, {}, [](const StoredOverride* one) {
    return std::tie(one->flag, one->group, one->object_id);
  });
  std::vector<ordered_json> entries;
  entries.reserve(sorted.size());
  for (const auto* one : sorted) {
    ordered_json entry{{"flag", one->flag}, {"group", one->group}};
    put_text(entry, "id", one->object_id);
    put_value(entry, one->value);
    entries.push_back(std::move(entry));
  }
  return entries;
}

/// `"name": [` and one entry a line.
void append_list(std::string& out, const char* name, const std::vector<ordered_json>& entries) {
  out += ",\n  \"" + std::string(name) + "\": [";
  for (std::size_t i = 0; i < entries.size(); ++i) {
    out += i == 0 ? "\n    " : ",\n    ";
    out += json_line(entries[i]);
  }
  out += entries.empty() ? "]" : "\n  ]";
}

}  // namespace

std::string export_document(const std::string& extension, const StoredState& state) {
  const ordered_json head{{"format", "pancake-export"}, {"version", 1},
                          {"extension", extension},     {"revision", state.revision},
                          {"lineage", state.lineage},   {"log_position", state.log_position},
                          {"accepted", state.accepted}};
  std::string out = "{";
  for (const auto& [key, value] : head.items()) {
    out += (out.size() == 1 ? "\n  \"" : ",\n  \"") + key + "\": " + json_line(value);
  }
  append_list(out, "definitions", definition_entries(state));
  append_list(out, "states", state_entries(state));
  append_list(out, "overrides", override_entries(state));
  append_list(out, "problems", {state.problems.begin(), state.problems.end()});
  return out + "\n}\n";
}

}  // namespace pancake
