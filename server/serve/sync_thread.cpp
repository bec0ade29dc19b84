#include "serve/sync_thread.h"

#include <spdlog/spdlog.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <random>

#include "serve/backoff.h"

namespace pancake {
namespace {

namespace asio = boost::asio;

/// One extension's way from the store to the requests.
class ExtensionSync {
 public:
  ExtensionSync(Store& store, PublishedExtension& extension)
      : store_(store), extension_(extension), follower_(store.follow(extension.definition())) {}

  asio::awaitable<void> run() {
    while (true) {
      const auto problem = take(co_await follower_->next());
      if (problem) co_await rest_after(*problem);
    }
  }

 private:
  /// Publishes a state; gives what went wrong, if anything.
  std::optional<std::string> take(Result<StoredState> stored) {
    if (!stored) return stored.error().message;
    auto published = publishable(join(extension_.definition(), *stored));
    if (!published) return published.error().message;
    log_problems((*published)->table);
    extension_.publish(std::move(*published));
    extension_.connected();
    if (failing_) spdlog::info("{}: '{}' is followed again", store_.name(), name());
    failing_ = false;
    backoff_.reset();
    return std::nullopt;
  }

  asio::awaitable<void> rest_after(const std::string& problem) {
    extension_.disconnected();
    if (!failing_) {
      spdlog::warn("{}; '{}' is served as it was, trying again", problem, name());
    }
    failing_ = true;
    asio::steady_timer timer(co_await asio::this_coro::executor);
    timer.expires_after(backoff_.next(static_cast<std::uint32_t>(random_())));
    co_await timer.async_wait(asio::use_awaitable);
  }

  /// Each problem once, when it appears.
  void log_problems(const FeatureTable& table) {
    for (const std::string& problem : table.problems) {
      const bool known = std::find(problems_.begin(), problems_.end(), problem) != problems_.end();
      if (!known) spdlog::warn("'{}': {}", name(), problem);
    }
    problems_ = table.problems;
  }

  [[nodiscard]] const std::string& name() const { return extension_.definition().name; }

  Store& store_;
  PublishedExtension& extension_;
  std::unique_ptr<Follower> follower_;
  Backoff backoff_;
  std::minstd_rand random_{std::random_device{}()};
  std::vector<std::string> problems_;
  bool failing_ = false;
};

asio::awaitable<void> keep_in_sync(Store& store, PublishedExtension& extension) {
  ExtensionSync sync(store, extension);
  co_await sync.run();
}

}  // namespace

SyncThread::SyncThread(Store& store,
                       const std::vector<std::unique_ptr<PublishedExtension>>& extensions) {
  for (const auto& extension : extensions) {
    asio::co_spawn(context_, keep_in_sync(store, *extension),
                   [](const std::exception_ptr& failure) {
                     if (failure) std::rethrow_exception(failure);
                   });
  }
  thread_ = std::thread([this] { context_.run(); });
}

SyncThread::~SyncThread() {
  context_.stop();
  thread_.join();
}

}  // namespace pancake
