#pragma once

#include <compare>
#include <map>
#include <string>

#include "store/store.h"

namespace pancake {

/// Where a store keeps one text: a state, an override or a definition of an extension.
struct Place {
  enum class Part : std::uint8_t { definition, state, override };
  Part part = Part::state;
  FeatureKind kind = FeatureKind::switch_;
  std::string key;        ///< a definition's name as given; else the name upper-cased, as in keys
  std::string group;      ///< overrides only
  std::string object_id;  ///< overrides only

  auto operator<=>(const Place&) const = default;
};

/// Everything that a store holds of an extension. What is of a wrong type is not in it.
using Contents = std::map<Place, std::string>;
[[nodiscard]] Contents contents_of(const StoredState& state);

/// What a change is done to. `clear_all_group` (ClearOverrides) is done to many places: then it
/// is the flag's override of an empty id in the group.
[[nodiscard]] Place place_of(const Change& change);

/// What is stored there: the text that `Write::expected` means. A definition's text is that of
/// definition_json.h. Nothing for a value of a wrong type.
[[nodiscard]] StoredText text_at(const StoredState& state, const Place& place);

}  // namespace pancake
