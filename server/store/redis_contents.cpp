#include "store/redis_contents.h"

#include "store/redis_held_keys.h"

namespace pancake {

StoredState state_of(const ExtensionDefinition& extension, const RedisContents& contents,
                     std::uint64_t revision) {
  RedisHeldKeys held(extension);
  held.set_definitions(contents.definitions, contents.problems);
  for (const auto& [key, value] : contents.values) held.set(key, value);
  return held.state(revision);
}

}  // namespace pancake
