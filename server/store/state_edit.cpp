#include "store/state_edit.h"

#include <algorithm>

#include "python/upper_case.h"

namespace pancake {

namespace {

class Edit {
 public:
  explicit Edit(StoredState& state) : state_(state) {}

  void operator()(const SetState& change) {
    state_.of(change.kind)[upper_case(change.name)] = StoredValue{change.text};
  }
  void operator()(const ClearState& change) {
    state_.of(change.kind).erase(upper_case(change.name));
  }
  void operator()(const SetOverride& change) {
    StoredOverride wanted{
        change.group, upper_case(change.flag), change.object_id, {change.on ? "1" : "0"}};
    std::size_t row = 0;
    for (const auto& old : state_.overrides) {
      if (old.group == wanted.group && old.flag == wanted.flag &&
          old.object_id == wanted.object_id) {
        state_.overrides.set_value(row, wanted.value);
        return;
      }
      ++row;
    }
    state_.overrides.push_back(std::move(wanted));
  }
  void operator()(const ClearOverride& change) {
    const auto flag = upper_case(change.flag);
    state_.overrides.erase_if([&](const StoredOverride& old) {
      return old.group == change.group && old.flag == flag && old.object_id == change.object_id;
    });
  }
  void operator()(const ClearOverrides& change) {
    const auto flag = upper_case(change.flag);
    state_.overrides.erase_if(
        [&](const StoredOverride& old) { return old.group == change.group && old.flag == flag; });
  }
  void operator()(const Define& change) {
    const auto old = find(change.definition.kind, change.definition.name);
    if (old == state_.definitions.end()) {
      state_.definitions.push_back(change.definition);
    } else {
      *old = change.definition;
    }
  }
  void operator()(const Undefine& change) {
    const auto old = find(change.kind, change.name);
    if (old != state_.definitions.end()) state_.definitions.erase(old);
  }

 private:
  std::vector<FeatureDefinition>::iterator find(FeatureKind kind, const std::string& name) {
    return std::ranges::find_if(state_.definitions, [&](const FeatureDefinition& definition) {
      return definition.kind == kind && definition.name == name;
    });
  }

  StoredState& state_;
};

}  // namespace

void edit(StoredState& state, const Change& change) { std::visit(Edit(state), change); }

StoredState state_for(const StoredState& state, ObjectIds ids) {
  StoredState part;
  part.revision = state.revision;
  part.lineage = state.lineage;
  part.log_position = state.log_position;
  part.accepted = state.accepted;
  part.switches = state.switches;
  part.flags = state.flags;
  part.samples = state.samples;
  part.definitions = state.definitions;
  part.problems = state.problems;
  for (const auto& override : state.overrides) {
    const bool asked_for = std::ranges::any_of(ids, [&](const auto& id) {
      return id.first == override.group && id.second == override.object_id;
    });
    if (asked_for) part.overrides.push_back(override);
  }
  return part;
}

}  // namespace pancake
