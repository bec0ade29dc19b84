#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "store/redis_connection.h"
#include "store/store.h"

namespace pancake {

/// Carries changes out together with their entries in the log, all or nothing; the revision is
/// Redis' clock at that moment: one script, which nothing comes between (redis_write_script.h).
/// What could fail is looked at in it before the first write.
///
/// Only the log may be missing: a key of another type in its place, or no right to it, must not
/// keep anybody from switching a feature off. The answer then warns.
[[nodiscard]] boost::asio::awaitable<Result<Written>> write_changes(
    RedisConnection& connection, const std::string& extension, const std::vector<Write>& writes,
    const Author& author);

/// Notes in `PANCAKE:ACCEPTED:<extension>` that an operator accepted what is stored.
[[nodiscard]] boost::asio::awaitable<Result<Written>> write_acceptance(RedisConnection& connection,
                                                                       const std::string& extension,
                                                                       const Author& author);

}  // namespace pancake
