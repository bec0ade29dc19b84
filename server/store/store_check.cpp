#include "store/store_check.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <exception>
#include <optional>

#include "store/redis_connection.h"
#include "store/redis_greeting.h"
#include "store/redis_sentinel.h"

namespace pancake {

namespace {

namespace asio = boost::asio;

constexpr auto deadline = std::chrono::seconds(1);

asio::awaitable<Result<void>> look(RedisUrl url) {
  auto address = url.address;
  if (url.is_sentinel()) {
    const auto master = co_await ask_sentinels(url, 0);
    if (!master) co_return Result<void>{};
    address = *master;
  }
  const auto connection = co_await RedisConnection::connect(url, address, deadline);
  if (!connection) co_return Result<void>{};
  auto commands = log_in_commands(url);
  commands.push_back({"INFO", "server"});
  const auto replies = co_await (*connection)->pipeline(commands, deadline);
  if (!replies || replies->back().is_error()) co_return Result<void>{};
  const auto info = read_server_info(url.name(), replies->back());
  if (!info) co_return tl::unexpected(info.error());
  co_return Result<void>{};
}

}  // namespace

Result<void> check_store(const std::string& url) {
  if (!url.starts_with("redis")) return {};
  const auto parsed = parse_redis_url(url);
  if (!parsed) return tl::unexpected(parsed.error());
  asio::io_context context;
  Result<void> result;
  asio::co_spawn(context, look(*parsed),
                 [&result](const std::exception_ptr& failure, Result<void> seen) {
                   if (failure) std::rethrow_exception(failure);
                   result = std::move(seen);
                 });
  context.run();
  return result;
}

}  // namespace pancake
