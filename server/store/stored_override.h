#pragma once

#include <string>

namespace pancake {

/// What a store holds at one place: a text, or a note that it cannot be read as one.
struct StoredValue {
  std::string text;
  bool wrong_type = false;  ///< a Redis key of another type; `text` names the type

  bool operator==(const StoredValue&) const = default;
};

/// A group's on or off for one object id, as stored. `flag` is upper-cased as in keys.
struct StoredOverride {
  std::string group;
  std::string flag;
  std::string object_id;
  StoredValue value;

  bool operator==(const StoredOverride&) const = default;
};

}  // namespace pancake
