#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/redis_reply.h"
#include "store/store.h"

namespace pancake {

/// The field of a definition in the hash of its extension: `flag:<name>`, the name as given.
[[nodiscard]] std::string definition_field(FeatureKind kind, std::string_view name);

/// Reads the reply to HGETALL, oldest definition first. A field holds definition_json.h with a last
/// member `since`, the time of its first definition in microseconds, by which they are ordered.
/// What cannot be read is named in `problems`, and so is a key of another type.
[[nodiscard]] std::vector<FeatureDefinition> read_definitions(const RedisReply& reply,
                                                              std::vector<std::string>& problems);

}  // namespace pancake
