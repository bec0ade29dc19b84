#include "store/place.h"

#include <algorithm>

#include "definitions/definition_json.h"
#include "python/upper_case.h"

namespace pancake {

namespace {

using Part = Place::Part;

class PlaceOf {
 public:
  Place operator()(const SetState& change) const { return state(change.kind, change.name); }
  Place operator()(const ClearState& change) const { return state(change.kind, change.name); }
  Place operator()(const SetOverride& change) const {
    return override_of(change.flag, change.group, change.object_id);
  }
  Place operator()(const ClearOverride& change) const {
    return override_of(change.flag, change.group, change.object_id);
  }
  Place operator()(const ClearOverrides& change) const {
    return override_of(change.flag, change.group, {});
  }
  Place operator()(const Define& change) const {
    return {Part::definition, change.definition.kind, change.definition.name, {}, {}};
  }
  Place operator()(const Undefine& change) const {
    return {Part::definition, change.kind, change.name, {}, {}};
  }

 private:
  static Place state(FeatureKind kind, const std::string& name) {
    return {Part::state, kind, upper_case(name), {}, {}};
  }
  static Place override_of(const std::string& flag, const std::string& group,
                           const std::string& object_id) {
    return {Part::override, FeatureKind::flag, upper_case(flag), group, object_id};
  }
};

StoredText usable(const StoredValue& value) {
  return value.wrong_type ? StoredText() : StoredText(value.text);
}

}  // namespace

Contents contents_of(const StoredState& state) {
  Contents contents;
  for (const auto& definition : state.definitions) {
    contents[{Part::definition, definition.kind, definition.name, {}, {}}] =
        definition_json(definition);
  }
  for (const auto kind : {FeatureKind::switch_, FeatureKind::flag, FeatureKind::sample}) {
    for (const auto& [key, value] : state.of(kind)) {
      if (!value.wrong_type) contents[{Part::state, kind, key, {}, {}}] = value.text;
    }
  }
  for (const auto& one : state.overrides) {
    if (one.value.wrong_type) continue;
    contents[{Part::override, FeatureKind::flag, one.flag, one.group, one.object_id}] =
        one.value.text;
  }
  return contents;
}

Place place_of(const Change& change) { return std::visit(PlaceOf(), change); }

StoredText text_at(const StoredState& state, const Place& place) {
  if (place.part == Part::state) {
    const auto& values = state.of(place.kind);
    const auto found = values.find(place.key);
    return found == values.end() ? StoredText() : usable(found->second);
  }
  if (place.part == Part::override) {
    const auto found = std::ranges::find_if(state.overrides, [&place](const StoredOverride& one) {
      return one.flag == place.key && one.group == place.group && one.object_id == place.object_id;
    });
    return found == state.overrides.end() ? StoredText() : usable(found->value);
  }
  const auto found =
      std::ranges::find_if(state.definitions, [&place](const FeatureDefinition& definition) {
        return definition.kind == place.kind && definition.name == place.key;
      });
  return found == state.definitions.end() ? StoredText() : StoredText(definition_json(*found));
}

}  // namespace pancake
