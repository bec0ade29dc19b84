#include "store/redis_connection.h"

#include <boost/asio/error.hpp>
#include <boost/asio/this_coro.hpp>

#include "store/redis_error.h"

namespace pancake {

namespace asio = boost::asio;

asio::awaitable<Result<std::unique_ptr<RedisConnection>>> RedisConnection::open(
    const RedisUrl& url) {
  std::unique_ptr<RedisConnection> connection(
      new RedisConnection(co_await asio::this_coro::executor, url.name()));
  const auto outcome = co_await connection->stream_.connect(url, connect_deadline);
  if (outcome) co_return connection->lost("cannot connect", outcome);
  const auto logged_in = co_await connection->log_in(url);
  if (!logged_in) co_return tl::unexpected(logged_in.error());
  co_return connection;
}

asio::awaitable<Result<void>> RedisConnection::log_in(const RedisUrl& url) {
  std::vector<RedisCommand> commands;
  if (!url.user.empty()) {
    commands.push_back({"AUTH", url.user, url.password});
  } else if (!url.password.empty()) {
    commands.push_back({"AUTH", url.password});
  }
  if (url.database != 0) commands.push_back({"SELECT", std::to_string(url.database)});
  if (commands.empty()) co_return Result<void>{};
  const auto replies = co_await pipeline(commands);
  if (!replies) co_return tl::unexpected(replies.error());
  for (const auto& reply : *replies) {
    if (reply.is_error()) co_return tl::unexpected(redis_refusal(name_, reply.text));
  }
  co_return Result<void>{};
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

asio::awaitable<Result<void>> RedisConnection::send(const RedisCommand& command) {
  std::string bytes;
  append_command(bytes, command);
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
  if (why == asio::error::timed_out) {
    return tl::unexpected(redis_lost(name_, doing + ": no answer in time"));
  }
  if (why == asio::error::eof)
    return tl::unexpected(redis_lost(name_, doing + ": closed by Redis"));
  return tl::unexpected(redis_lost(name_, doing + ": " + why.message()));
}

}  // namespace pancake
