#include "admin/import_plan.h"

#include <algorithm>
#include <set>

#include "admin/place.h"
#include "python/upper_case.h"

namespace pancake {

namespace {

using Part = Place::Part;

class Import {
 public:
  Import(const ExtensionDefinition& extension, const ExportDocument& document,
         const StoredState& current)
      : extension_(extension),
        document_(document),
        current_(current),
        wanted_(contents_of(document.state)),
        have_(contents_of(current)) {}

  ChangePlan run(ImportMode mode) {
    // In the document's order, which is the one in which they are shown.
    for (const auto& definition : document_.state.definitions) {
      bring(place_of(Define{definition}));
    }
    for (const auto& [place, text] : wanted_) {
      if (place.part != Part::definition) bring(place);
    }
    if (mode == ImportMode::replace) remove_the_rest();
    name_unreadable();
    for (const auto& [why, times] : left_out_) {
      plan_.skipped.push_back(why + (times > 1 ? " (" + std::to_string(times) + " times)" : ""));
    }
    return std::move(plan_);
  }

 private:
  void bring(const Place& place) {
    const auto wanted = wanted_.find(place);
    const auto have = have_.find(place);
    if (wanted == wanted_.end() || (have != have_.end() && have->second == wanted->second)) return;
    if (is_in_file(place)) {
      ++left_out_[label(place) + " is defined in the definitions file, which wins over the store"];
    } else if (place.part == Part::override && !extension_.group_index(place.group)) {
      ++left_out_["group '" + place.group + "' is not defined, but has overrides"];
    } else if (place.object_id.size() > max_object_id_bytes) {
      ++left_out_[label(place) + ": an override's id is over 1,024 bytes long"];
    } else {
      write(place, wanted->second);
    }
  }

  void remove_the_rest() {
    const auto kept = of_wrong_type();
    for (const auto& [place, text] : have_) {
      if (wanted_.contains(place) || kept.contains(place) || is_in_file(place)) continue;
      write(place, std::nullopt);
    }
  }

  void write(const Place& place, const StoredText& text) {
    auto change = change_to(place, name_of(place), text);
    if (!change) {
      ++left_out_[change.error().message];
      return;
    }
    const auto have = have_.find(place);
    plan_.writes.push_back(
        {*std::move(change), have == have_.end() ? StoredText() : StoredText(have->second)});
  }

  /// What the document names without saying what was in it.
  [[nodiscard]] std::set<Place> of_wrong_type() const {
    std::set<Place> places;
    const auto& state = document_.state;
    for (const auto& [kind, values] : {std::pair{FeatureKind::switch_, &state.switches},
                                       std::pair{FeatureKind::flag, &state.flags},
                                       std::pair{FeatureKind::sample, &state.samples}}) {
      for (const auto& [key, value] : *values) {
        if (value.wrong_type) places.insert({Part::state, kind, key, {}, {}});
      }
    }
    for (const auto& one : state.overrides) {
      if (!one.value.wrong_type) continue;
      places.insert({Part::override, FeatureKind::flag, one.flag, one.group, one.object_id});
    }
    return places;
  }

  void name_unreadable() {
    for (const auto& place : of_wrong_type()) {
      ++left_out_[label(place) + " held no text when it was exported"];
    }
    for (const auto& problem : document_.state.problems) ++left_out_["not exported: " + problem];
  }

  [[nodiscard]] bool is_in_file(const Place& place) const {
    if (place.part != Part::definition) return false;
    return std::ranges::any_of(extension_.features, [&place](const FeatureDefinition& feature) {
      return feature.kind == place.kind && feature.name == place.key;
    });
  }

  /// A key's feature as it is defined, or the key if nobody defines it.
  [[nodiscard]] std::string name_of(const Place& place) const {
    if (place.part == Part::definition) return place.key;
    for (const auto* definitions :
         {&extension_.features, &document_.state.definitions, &current_.definitions}) {
      for (const auto& feature : *definitions) {
        if (feature.kind == place.kind && upper_case(feature.name) == place.key)
          return feature.name;
      }
    }
    return place.key;
  }

  [[nodiscard]] std::string label(const Place& place) const {
    auto text = std::string(to_text(place.kind)) + " '" + name_of(place) + "'";
    return place.part == Part::override ? text + ", group '" + place.group + "'" : text;
  }

  const ExtensionDefinition& extension_;
  const ExportDocument& document_;
  const StoredState& current_;
  Contents wanted_;
  Contents have_;
  ChangePlan plan_;
  std::map<std::string, std::size_t> left_out_;  // why -> how often
};

}  // namespace

Result<ChangePlan> import_plan(const ExtensionDefinition& extension, const ExportDocument& document,
                               const StoredState& current, ImportMode mode) {
  if (document.extension != extension.name) {
    return fail(ErrorCode::bad_value, "This is an export of extension '" + document.extension +
                                          "', not of '" + extension.name +
                                          "': nothing is imported.");
  }
  return Import(extension, document, current).run(mode);
}

}  // namespace pancake
