#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <string>

#include "store/redis_connection.h"
#include "store/store.h"

namespace pancake {

/// Carries a change out in one MULTI together with its entry in the log, and gives Redis' clock
/// at that moment.
///
/// MULTI undoes nothing when one of its commands fails, so what could fail is looked at before,
/// under WATCH: a tracking set, hash of definitions or log of another type refuses the change
/// while nothing is written yet. A concurrent change of what was looked at starts over.
[[nodiscard]] boost::asio::awaitable<Result<std::uint64_t>> write_change(
    RedisConnection& connection, const std::string& extension, const Change& change,
    const Author& author);

}  // namespace pancake
