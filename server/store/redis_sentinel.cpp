#include "store/redis_sentinel.h"

#include <charconv>
#include <optional>

#include "store/redis_connection.h"
#include "store/redis_error.h"
#include "store/redis_greeting.h"

namespace pancake {

namespace {

namespace asio = boost::asio;

constexpr auto sentinel_deadline = std::chrono::seconds(1);

/// Who we are there, in the words of a Redis' URL: name and log-in of a Sentinel.
RedisUrl as_sentinel(const RedisUrl& url, const RedisAddress& address) {
  RedisUrl sentinel = url;
  sentinel.sentinels = {address};
  sentinel.user = url.sentinel_user;
  sentinel.password = url.sentinel_password;
  sentinel.database = 0;
  return sentinel;
}

Result<RedisAddress> read_address(const std::string& store, const RedisReply& reply) {
  if (reply.is_nil()) {
    return fail(ErrorCode::store_refused, store + ": this Sentinel knows no master of that name");
  }
  if (reply.list.size() != 2) return tl::unexpected(redis_odd_reply(store));
  RedisAddress address{reply.list[0].text, 0};
  const auto& port = reply.list[1].text;
  std::from_chars(port.data(), port.data() + port.size(), address.port);
  if (address.host.empty() || address.port == 0) return tl::unexpected(redis_odd_reply(store));
  return address;
}

asio::awaitable<Result<RedisAddress>> ask(const RedisUrl& url, const RedisAddress& address) {
  const auto sentinel = as_sentinel(url, address);
  const auto connection = co_await RedisConnection::connect(sentinel, address, sentinel_deadline);
  if (!connection) co_return tl::unexpected(connection.error());
  auto commands = log_in_commands(sentinel);
  commands.push_back({"SENTINEL", "GET-MASTER-ADDR-BY-NAME", url.master});
  const auto replies = co_await (*connection)->pipeline_or_refusal(commands, sentinel_deadline);
  if (!replies) co_return tl::unexpected(replies.error());
  co_return read_address(sentinel.name(), replies->back());
}

}  // namespace

asio::awaitable<Result<RedisAddress>> ask_sentinels(const RedisUrl& url, std::size_t first) {
  std::optional<Error> last;
  for (std::size_t i = 0; i < url.sentinels.size(); ++i) {
    auto address = co_await ask(url, url.sentinels[(first + i) % url.sentinels.size()]);
    if (address) co_return address;
    last = std::move(address.error());
  }
  co_return tl::unexpected(std::move(*last));
}

}  // namespace pancake
