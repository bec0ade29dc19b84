#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "store/store.h"

namespace pancake {

/// What was read of an extension from Redis, key by key. A tracking set is there with any
/// value: only that it exists is of interest.
struct RedisContents {
  std::unordered_map<std::string, StoredValue> values;
  std::vector<FeatureDefinition> definitions;
  std::vector<std::string> problems;  ///< of the definitions

  bool operator==(const RedisContents&) const = default;
};

/// Takes the keys apart and gives the extension's state at this revision.
///
/// An override's key `k:<group>:<NAME>:<id>` can be cut in several places when groups, names or
/// ids have colons. Every cut into a defined group and a defined flag (file or store) counts,
/// since flask-pancake reads the same key for each of them. Without one, the same is tried with
/// flags that other keys show to exist; and without one of these, the first colon ends the name.
/// A group that nobody defined ends at the first colon.
///
/// Keys whose name is not upper case belong to nobody or to another extension, and are skipped.
[[nodiscard]] StoredState state_of(const ExtensionDefinition& extension,
                                   const RedisContents& contents, std::uint64_t revision);

}  // namespace pancake
