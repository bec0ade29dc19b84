#include "store/redis_links.h"

#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <optional>
#include <utility>

#include "store/redis_connection.h"
#include "store/redis_sentinel.h"

namespace pancake {

namespace asio = boost::asio;

/// What the reading coroutines and their owner share; the former may live a moment longer.
struct RedisLinks::Shared {
  explicit Shared(const asio::any_io_executor& executor) : bell(executor) {}

  RedisConnection& at(RedisLink link) { return *connections[static_cast<std::size_t>(link)]; }
  void take(RedisLink link, RedisReply reply) {
    if (link == RedisLink::listener) {
      heard.add(std::move(reply));
    } else {
      replies.push_back(std::move(reply));
    }
  }
  /// What has arrived, if anything.
  std::optional<SyncEvent> arrived() {
    if (!heard.empty()) return SyncHeard{std::exchange(heard, RedisHeard{})};
    if (!replies.empty()) return SyncReplies{std::exchange(replies, {})};
    if (lost) return SyncLost{*lost};
    return std::nullopt;
  }

  std::array<std::unique_ptr<RedisConnection>, 2> connections;
  asio::steady_timer bell;  ///< cancelled when something has arrived
  RedisHeard heard;
  std::vector<RedisReply> replies;
  std::optional<Error> lost;
};

asio::awaitable<Result<std::unique_ptr<RedisLinks>>> RedisLinks::connect(
    const RedisUrl& url, std::size_t first_sentinel) {
  auto address = url.address;
  if (url.is_sentinel()) {
    auto master = co_await ask_sentinels(url, first_sentinel);
    if (!master) co_return tl::unexpected(master.error());
    address = std::move(*master);
  }
  const auto executor = co_await asio::this_coro::executor;
  auto shared = std::make_shared<Shared>(executor);
  for (auto& connection : shared->connections) {
    auto opened = co_await RedisConnection::connect(url, address);
    if (!opened) co_return tl::unexpected(opened.error());
    connection = std::move(*opened);
  }
  for (const auto link : {RedisLink::reader, RedisLink::listener}) {
    asio::co_spawn(executor, read_on(shared, link), asio::detached);
  }
  co_return std::unique_ptr<RedisLinks>(new RedisLinks(std::move(shared)));
}

RedisLinks::RedisLinks(std::shared_ptr<Shared> shared) : shared_(std::move(shared)) {}

RedisLinks::~RedisLinks() {
  for (auto& connection : shared_->connections) connection->close();
}

asio::awaitable<void> RedisLinks::read_on(std::shared_ptr<Shared> shared, RedisLink link) {
  auto& connection = shared->at(link);
  for (;;) {
    auto reply = co_await connection.receive(std::nullopt);
    if (!reply) {
      shared->lost = reply.error();
      shared->bell.cancel();
      co_return;
    }
    shared->take(link, std::move(*reply));
    while (auto more = connection.received()) shared->take(link, std::move(*more));
    shared->bell.cancel();
  }
}

asio::awaitable<Result<void>> RedisLinks::send(const SyncSend& what) {
  return shared_->at(what.link).send(what.commands);
}

asio::awaitable<SyncEvent> RedisLinks::wait(SyncTime end) {
  if (auto arrived = shared_->arrived()) co_return std::move(*arrived);
  boost::system::error_code ignored;
  shared_->bell.expires_at(end);
  co_await shared_->bell.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  if (auto arrived = shared_->arrived()) co_return std::move(*arrived);
  co_return SyncTimeUp{};
}

}  // namespace pancake
