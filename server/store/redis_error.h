#pragma once

#include <string>

#include "error.h"

namespace pancake {

/// What a Redis answered no to, as an error of ours: `store_unreachable` if trying again may
/// help (it is loading, or lost its master), else `store_refused`, each with what can be done.
/// Arguments that Redis repeats in its message are cut off: they may be object ids.
[[nodiscard]] Error redis_refusal(const std::string& store, const std::string& message);

/// A node of a Redis Cluster.
[[nodiscard]] Error redis_is_cluster(const std::string& store);

/// A connection that could not be made or broke.
[[nodiscard]] Error redis_lost(const std::string& store, const std::string& what);

/// An answer of another shape than this command has.
[[nodiscard]] Error redis_odd_reply(const std::string& store);

}  // namespace pancake
