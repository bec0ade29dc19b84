#pragma once

#include <cstdint>
#include <string>

#include "store/redis_error.h"
#include "store/redis_reply.h"

namespace pancake {

/// The reply to TIME in microseconds since 1970.
[[nodiscard]] Result<std::uint64_t> redis_time(const std::string& store, const RedisReply& reply);

}  // namespace pancake
