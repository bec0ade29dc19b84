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
    const StoredValue value{change.on ? "1" : "0"};
    const auto flag = upper_case(change.flag);
    for (auto& old : state_.overrides) {
      if (old.group == change.group && old.flag == flag && old.object_id == change.object_id) {
        old.value = value;
        return;
      }
    }
    state_.overrides.push_back({change.group, flag, change.object_id, value});
  }
  void operator()(const ClearOverride& change) {
    const auto flag = upper_case(change.flag);
    std::erase_if(state_.overrides, [&](const StoredOverride& old) {
      return old.group == change.group && old.flag == flag && old.object_id == change.object_id;
    });
  }
  void operator()(const ClearOverrides& change) {
    const auto flag = upper_case(change.flag);
    std::erase_if(state_.overrides, [&](const StoredOverride& old) {
      return old.group == change.group && old.flag == flag;
    });
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
  std::ranges::copy_if(state.overrides, std::back_inserter(part.overrides),
                       [ids](const StoredOverride& override) {
                         return std::ranges::any_of(ids, [&](const auto& id) {
                           return id.first == override.group && id.second == override.object_id;
                         });
                       });
  return part;
}

}  // namespace pancake
