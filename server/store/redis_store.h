#pragma once

#include <memory>

#include "store/redis_url.h"
#include "store/store.h"

namespace pancake {

/// A store in a Redis, beside flask-pancake and in its own keys (redis_keys.h). Every call makes
/// a connection of its own and ends it, so calls do not wait for each other and a Redis that
/// went away and came back is no matter; a follower keeps two.
///
/// The executor of the calling coroutine must run one thing at a time (one thread or a strand).
[[nodiscard]] std::unique_ptr<Store> make_redis_store(RedisUrl url);

}  // namespace pancake
