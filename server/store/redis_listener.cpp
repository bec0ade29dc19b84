#include "store/redis_listener.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "store/redis_error.h"

namespace pancake {

namespace asio = boost::asio;

void Invalidated::add(const RedisReply& message) {
  if (message.list.size() != 3 || message.list[0].text != "message") return;
  const auto& payload = message.list[2];
  if (payload.is_nil()) everything = true;
  for (const auto& key : payload.list) keys.insert(key.text);
}

/// What the reading coroutine and the listener share; the former may live a moment longer.
struct RedisListener::Shared {
  Shared(const asio::any_io_executor& executor, std::unique_ptr<RedisConnection> opened)
      : connection(std::move(opened)), bell(executor) {}

  std::unique_ptr<RedisConnection> connection;
  asio::steady_timer bell;  ///< cancelled when something was heard
  Invalidated heard;
  std::optional<Error> ended;
  TimePoint last_heard = std::chrono::steady_clock::now();
};

asio::awaitable<Result<std::unique_ptr<RedisListener>>> RedisListener::open(const RedisUrl& url) {
  auto connection = co_await RedisConnection::open(url);
  if (!connection) co_return tl::unexpected(connection.error());
  const std::vector<RedisCommand> commands{{"CLIENT", "ID"}, {"SUBSCRIBE", "__redis__:invalidate"}};
  const auto replies = co_await (*connection)->pipeline(commands);
  if (!replies) co_return tl::unexpected(replies.error());
  for (const auto& reply : *replies) {
    if (reply.is_error()) co_return tl::unexpected(redis_refusal(url.name(), reply.text));
  }
  const auto executor = co_await asio::this_coro::executor;
  auto shared = std::make_shared<Shared>(executor, std::move(*connection));
  asio::co_spawn(executor, read_on(shared), asio::detached);
  std::unique_ptr<RedisListener> listener(
      new RedisListener(std::move(shared), std::to_string(replies->front().number)));
  co_return listener;
}

RedisListener::RedisListener(std::shared_ptr<Shared> shared, std::string client_id)
    : shared_(std::move(shared)), client_id_(std::move(client_id)) {}

RedisListener::~RedisListener() { shared_->connection->close(); }

asio::awaitable<void> RedisListener::read_on(std::shared_ptr<Shared> shared) {
  for (;;) {
    const auto message = co_await shared->connection->receive(std::nullopt);
    if (!message) {
      shared->ended = message.error();
      shared->bell.cancel();
      co_return;
    }
    shared->last_heard = std::chrono::steady_clock::now();
    shared->heard.add(*message);
    while (const auto more = shared->connection->received()) shared->heard.add(*more);
    if (!shared->heard.empty()) shared->bell.cancel();
  }
}

asio::awaitable<Result<Invalidated>> RedisListener::wait(TimePoint end) {
  if (shared_->heard.empty() && !shared_->ended) {
    boost::system::error_code ignored;
    shared_->bell.expires_at(end);
    co_await shared_->bell.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  }
  if (shared_->ended) co_return tl::unexpected(*shared_->ended);
  co_return std::exchange(shared_->heard, Invalidated{});
}

asio::awaitable<Result<void>> RedisListener::ping() {
  const RedisCommand command(1, "PING");
  co_return co_await shared_->connection->send(command);
}

RedisListener::TimePoint RedisListener::last_heard() const { return shared_->last_heard; }

}  // namespace pancake
