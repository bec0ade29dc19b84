#pragma once

#include <memory>

#include "store/redis_url.h"
#include "store/store.h"

namespace pancake {

/// Follows one extension in Redis: client-side caching in its broadcast mode, told by RESP2 to a
/// second connection (`CLIENT TRACKING ON BCAST REDIRECT`). No server configuration is needed.
///
///   reader    --- tracking on, then SCAN and MGET, later what changed in a MULTI ---> Redis
///   listener  <-- `__redis__:invalidate`, the keys that changed --------------------- Redis
///
/// What is done when is said by redis_sync_machine.h.
[[nodiscard]] std::unique_ptr<Follower> make_redis_follower(RedisUrl url,
                                                            ExtensionDefinition extension);

}  // namespace pancake
