#include "scripted_store.h"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace pancake {

namespace asio = boost::asio;

class ScriptedStore::ScriptedFollower : public Follower {
 public:
  explicit ScriptedFollower(ScriptedStore& store) : store_(store) {}

  asio::awaitable<Result<StoredState>> next() override {
    ++store_.asked_;
    asio::steady_timer timer(co_await asio::this_coro::executor);
    while (true) {
      if (auto told = store_.take()) co_return std::move(*told);
      timer.expires_after(std::chrono::milliseconds(2));
      co_await timer.async_wait(asio::use_awaitable);
    }
  }

 private:
  ScriptedStore& store_;
};

void ScriptedStore::tell(Result<StoredState> next) {
  const std::lock_guard lock(mutex_);
  told_.push_back(std::move(next));
}

std::optional<Result<StoredState>> ScriptedStore::take() {
  const std::lock_guard lock(mutex_);
  if (told_.empty()) return std::nullopt;
  auto next = std::move(told_.front());
  told_.pop_front();
  return next;
}

asio::awaitable<Result<StoredState>> ScriptedStore::read(const ExtensionDefinition&) {
  co_return StoredState{};
}
asio::awaitable<Result<StoredState>> ScriptedStore::read_for(const ExtensionDefinition&,
                                                             ObjectIds) {
  co_return StoredState{};
}
asio::awaitable<Result<std::vector<FeatureDefinition>>> ScriptedStore::read_definitions(
    const std::string&) {
  co_return std::vector<FeatureDefinition>{};
}
asio::awaitable<Result<Written>> ScriptedStore::apply(const std::string&, const std::vector<Write>&,
                                                      const Author&) {
  co_return fail(ErrorCode::store_refused, "a scripted store is not written to");
}
asio::awaitable<Result<std::vector<LogEntry>>> ScriptedStore::log(const std::string&,
                                                                  const LogQuery&) {
  co_return std::vector<LogEntry>{};
}

asio::awaitable<Result<Written>> ScriptedStore::accept_state(const std::string&, const Author&) {
  co_return fail(ErrorCode::store_refused, "a scripted store is not written to");
}

std::unique_ptr<Follower> ScriptedStore::follow(ExtensionDefinition) {
  return std::make_unique<ScriptedFollower>(*this);
}

}  // namespace pancake
