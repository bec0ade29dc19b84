#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstddef>

#include "error.h"
#include "store/redis_url.h"

namespace pancake {

/// The address of the master that the URL's Sentinels watch: they are asked in turn, beginning
/// with number `first` (counted round), until one names it. Whether that Redis takes itself for
/// the master is for the caller to find out: a Sentinel may be behind.
///
/// Errors: `store_unreachable` if no Sentinel answers; `store_refused` if they refuse the log-in
/// or know no master of that name.
[[nodiscard]] boost::asio::awaitable<Result<RedisAddress>> ask_sentinels(const RedisUrl& url,
                                                                         std::size_t first);

}  // namespace pancake
