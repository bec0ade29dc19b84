#include "store/redis_follower.h"

#include <chrono>
#include <random>

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "store/redis_links.h"
#include "store/redis_sync_machine.h"

namespace pancake {

namespace {

namespace asio = boost::asio;

/// Carries out what the machine says, and does nothing of its own.
class RedisFollower final : public Follower {
 public:
  RedisFollower(RedisUrl url, ExtensionDefinition extension)
      : url_(std::move(url)), machine_(url_, std::move(extension), std::random_device{}()) {}

  asio::awaitable<Result<StoredState>> next() override {
    SyncEvent event = SyncNext{};
    for (;;) {
      auto action = machine_.resume(std::move(event), std::chrono::steady_clock::now());
      if (std::holds_alternative<SyncGive>(action)) co_return machine_.state();
      if (auto* failed = std::get_if<SyncFail>(&action)) {
        links_.reset();
        co_return tl::unexpected(std::move(failed->error));
      }
      event = co_await carry_out(action);
    }
  }

 private:
  asio::awaitable<SyncEvent> carry_out(const SyncAction& action) {
    if (const auto* wait = std::get_if<SyncWait>(&action)) {
      if (links_) co_return co_await links_->wait(wait->until);
      co_return co_await pause(wait->until);
    }
    if (const auto* send = std::get_if<SyncSend>(&action)) {
      const auto sent = co_await links_->send(*send);
      if (!sent) co_return SyncLost{sent.error()};
      co_return SyncNext{};
    }
    auto links = co_await RedisLinks::connect(url_, attempts_++);
    if (!links) co_return SyncLost{links.error()};
    links_ = std::move(*links);
    co_return SyncConnected{};
  }

  static asio::awaitable<SyncEvent> pause(SyncTime until) {
    asio::steady_timer timer(co_await asio::this_coro::executor, until);
    co_await timer.async_wait(asio::use_awaitable);
    co_return SyncTimeUp{};
  }

  RedisUrl url_;
  RedisSyncMachine machine_;
  std::unique_ptr<RedisLinks> links_;
  std::size_t attempts_ = 0;
};

}  // namespace

std::unique_ptr<Follower> make_redis_follower(RedisUrl url, ExtensionDefinition extension) {
  return std::make_unique<RedisFollower>(std::move(url), std::move(extension));
}

}  // namespace pancake
