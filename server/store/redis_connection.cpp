#include "store/redis_connection.h"

#include <boost/asio/error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "store/redis_error.h"
#include "store/redis_greeting.h"
#include "store/redis_sentinel.h"

namespace pancake {

namespace asio = boost::asio;

asio::awaitable<RedisConnection::Opened> RedisConnection::connect(const RedisUrl& url,
                                                                  const RedisAddress& address,
                                                                  Duration deadline) {
  std::unique_ptr<RedisConnection> connection(
      new RedisConnection(co_await asio::this_coro::executor, url.name()));
  const auto outcome = co_await connection->stream_.connect(url, address, deadline);
  if (outcome) co_return connection->lost("cannot connect", outcome);
  co_return connection;
}

asio::awaitable<RedisConnection::Opened> RedisConnection::open(const RedisUrl& url) {
  if (!url.is_sentinel()) co_return co_await open_at(url, url.address);
  const auto give_up = std::chrono::steady_clock::now() + find_master_deadline;
  for (std::size_t tries = 0;; ++tries) {
    auto connection = co_await open_master(url, tries);
    const bool again = !connection && connection.error().code == ErrorCode::store_unreachable;
    if (!again || std::chrono::steady_clock::now() > give_up) co_return connection;
    asio::steady_timer pause(co_await asio::this_coro::executor, std::chrono::milliseconds(200));
    co_await pause.async_wait(asio::use_awaitable);
  }
}

asio::awaitable<RedisConnection::Opened> RedisConnection::open_master(const RedisUrl& url,
                                                                      std::size_t first_sentinel) {
  const auto master = co_await ask_sentinels(url, first_sentinel);
  if (!master) co_return tl::unexpected(master.error());
  auto connection = co_await open_at(url, *master);
  if (!connection) co_return connection;
  const RedisCommand ask_role(1, "ROLE");
  const auto role = co_await (*connection)->command(ask_role);
  if (!role) co_return tl::unexpected(role.error());
  const auto is_master = read_role(url.name(), *role);
  if (!is_master) co_return tl::unexpected(is_master.error());
  co_return connection;
}

asio::awaitable<RedisConnection::Opened> RedisConnection::open_at(const RedisUrl& url,
                                                                  const RedisAddress& address) {
  auto connection = co_await connect(url, address);
  if (!connection) co_return connection;
  const auto commands = log_in_commands(url);
  if (commands.empty()) co_return connection;
  const auto logged_in = co_await (*connection)->pipeline_or_refusal(commands);
  if (!logged_in) co_return tl::unexpected(logged_in.error());
  co_return connection;
}

asio::awaitable<Result<RedisReply>> RedisConnection::command(const RedisCommand& command,
                                                             Duration deadline) {
  std::string bytes;
  append_command(bytes, command);
  const auto written = co_await write(bytes);
  if (!written) co_return tl::unexpected(written.error());
  co_return co_await receive(deadline);
}

asio::awaitable<Result<std::vector<RedisReply>>> RedisConnection::pipeline(
    const std::vector<RedisCommand>& commands, Duration deadline) {
  std::string bytes;
  for (const auto& command : commands) append_command(bytes, command);
  const auto written = co_await write(bytes);
  if (!written) co_return tl::unexpected(written.error());
  std::vector<RedisReply> replies;
  replies.reserve(commands.size());
  while (replies.size() < commands.size()) {
    auto reply = co_await receive(deadline);
    if (!reply) co_return tl::unexpected(reply.error());
    replies.push_back(std::move(*reply));
  }
  co_return replies;
}

asio::awaitable<Result<std::vector<RedisReply>>> RedisConnection::pipeline_or_refusal(
    const std::vector<RedisCommand>& commands, Duration deadline) {
  auto replies = co_await pipeline(commands, deadline);
  if (!replies) co_return replies;
  for (const auto& reply : *replies) {
    if (reply.is_error()) co_return tl::unexpected(redis_refusal(name_, reply.text));
  }
  co_return replies;
}

asio::awaitable<Result<void>> RedisConnection::send(const std::vector<RedisCommand>& commands) {
  std::string bytes;
  for (const auto& command : commands) append_command(bytes, command);
  co_return co_await write(bytes);
}

asio::awaitable<Result<RedisReply>> RedisConnection::receive(std::optional<Duration> deadline) {
  for (;;) {
    auto reply = reader_.next();
    if (!reply) co_return tl::unexpected(redis_lost(name_, "is no Redis: " + reply.error()));
    if (*reply) co_return std::move(**reply);
    std::size_t size = 0;
    const auto outcome = co_await stream_.read_some(room_, size, deadline);
    if (outcome) co_return lost("the connection broke", outcome);
    reader_.feed({room_.data(), size});
  }
}

std::optional<RedisReply> RedisConnection::received() {
  auto reply = reader_.next();
  // What is no RESP2 is told by the next receive().
  if (!reply) return std::nullopt;
  return std::move(*reply);
}

asio::awaitable<Result<void>> RedisConnection::write(const std::string& bytes) {
  const auto outcome = co_await stream_.write(bytes, reply_deadline);
  if (outcome) co_return lost("the connection broke", outcome);
  co_return Result<void>{};
}

tl::unexpected<Error> RedisConnection::lost(const std::string& doing,
                                            const boost::system::error_code& why) const {
  return tl::unexpected(redis_lost(name_, doing + ": " + stream_.explain(why)));
}

}  // namespace pancake
