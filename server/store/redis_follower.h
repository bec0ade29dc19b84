#pragma once

#include <memory>

#include "store/redis_url.h"
#include "store/store.h"

namespace pancake {

/// Follows one extension in Redis: client-side caching in its broadcast mode, told by RESP2 to a
/// second connection (`CLIENT TRACKING ON BCAST REDIRECT`). No server configuration is needed.
///
///   reader    --- tracking on, then SCAN and MGET, later GET of what changed ---> Redis
///   listener  <-- `__redis__:invalidate`, the keys that changed ----------------- Redis
///
/// Both are asked for a sign of life every two seconds: when either is silent or gone, next()
/// fails, and the call after it starts anew with a full reading. A full reading every 30 s
/// covers what Redis tells nobody (SWAPDB).
[[nodiscard]] std::unique_ptr<Follower> make_redis_follower(RedisUrl url,
                                                            ExtensionDefinition extension);

}  // namespace pancake
