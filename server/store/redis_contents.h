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
};

/// Takes the keys apart (redis_key_cuts.h) and gives the extension's state at this revision.
/// Keys whose name is not upper case belong to nobody or to another extension, and are skipped.
[[nodiscard]] StoredState state_of(const ExtensionDefinition& extension,
                                   const RedisContents& contents, std::uint64_t revision);

}  // namespace pancake
