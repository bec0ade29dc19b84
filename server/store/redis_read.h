#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "store/redis_connection.h"
#include "store/redis_contents.h"

namespace pancake {

/// What was read, and Redis' own clock in microseconds when it was begun: what is read may be
/// newer than that, never older.
struct RedisReading {
  RedisContents contents;
  std::uint64_t time = 0;
};

/// Everything of an extension: one SCAN over all keys and MGET by thousands, so that no single
/// command holds Redis up. A change of another client in the middle may be half seen; who
/// follows hears of it and reads it again.
[[nodiscard]] boost::asio::awaitable<Result<RedisReading>> read_everything(
    RedisConnection& connection, const std::string& extension);

/// The definitions of an extension alone.
[[nodiscard]] boost::asio::awaitable<Result<RedisReading>> read_only_definitions(
    RedisConnection& connection, const std::string& extension);

/// Puts the values of these keys into `contents`; a key that is not there is taken out.
[[nodiscard]] boost::asio::awaitable<Result<void>> read_values(RedisConnection& connection,
                                                               const std::vector<std::string>& keys,
                                                               RedisContents& contents);

}  // namespace pancake
