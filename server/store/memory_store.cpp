#include "store/memory_store.h"

#include <boost/asio/experimental/concurrent_channel.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <deque>
#include <map>
#include <mutex>

#include "store/change_log.h"
#include "store/state_edit.h"

namespace pancake {

namespace {

namespace asio = boost::asio;

/// Rung after each change. Capacity 1: a follower that is busy hears one ring, not many.
using Bell = asio::experimental::concurrent_channel<void(boost::system::error_code)>;

/// Older entries of the log are forgotten, as Redis' log does it.
constexpr std::size_t longest_log = 10'000;

/// What the store and its followers share.
class Memory {
 public:
  StoredState read(const std::string& extension) {
    const std::scoped_lock lock(mutex_);
    return states_[extension];
  }

  std::uint64_t apply(const std::string& extension, const std::vector<Write>& writes,
                      const Author& author) {
    const std::scoped_lock lock(mutex_);
    auto& state = states_[extension];
    auto& log = logs_[extension];
    state.revision = ++revision_;
    for (const auto& write : writes) {
      edit(state, write.change);
      auto entry = log_entry(write.change, author);
      entry.when = std::chrono::system_clock::now();
      entry.revision = revision_;
      log.push_back(std::move(entry));
      if (log.size() > longest_log) log.pop_front();
    }
    for (const auto& bell : bells_) bell->try_send(boost::system::error_code{});
    return revision_;
  }

  std::vector<LogEntry> log(const std::string& extension, const LogQuery& query) {
    const std::scoped_lock lock(mutex_);
    const auto& log = logs_[extension];
    const auto count = std::min(query.limit, log.size());
    return {log.rbegin(), log.rbegin() + static_cast<std::ptrdiff_t>(count)};
  }

  void add(const std::shared_ptr<Bell>& bell) {
    const std::scoped_lock lock(mutex_);
    bells_.push_back(bell);
  }

  void remove(const std::shared_ptr<Bell>& bell) {
    const std::scoped_lock lock(mutex_);
    std::erase(bells_, bell);
  }

 private:
  std::mutex mutex_;
  std::uint64_t revision_ = 0;
  std::map<std::string, StoredState> states_;
  std::map<std::string, std::deque<LogEntry>> logs_;
  std::vector<std::shared_ptr<Bell>> bells_;
};

class MemoryFollower final : public Follower {
 public:
  MemoryFollower(std::shared_ptr<Memory> memory, std::string extension)
      : memory_(std::move(memory)), extension_(std::move(extension)) {}
  MemoryFollower(const MemoryFollower&) = delete;
  MemoryFollower& operator=(const MemoryFollower&) = delete;
  ~MemoryFollower() override {
    if (bell_) memory_->remove(bell_);
  }

  asio::awaitable<Result<StoredState>> next() override {
    if (!bell_) {
      bell_ = std::make_shared<Bell>(co_await asio::this_coro::executor, 1);
      memory_->add(bell_);
    }
    for (;;) {
      auto state = memory_->read(extension_);
      if (!given_ || state.revision > *given_) {
        given_ = state.revision;
        co_return state;
      }
      boost::system::error_code ended;
      co_await bell_->async_receive(asio::redirect_error(asio::use_awaitable, ended));
      if (ended) co_return fail(ErrorCode::store_unreachable, "memory: stopped following");
    }
  }

 private:
  std::shared_ptr<Memory> memory_;
  std::string extension_;
  std::shared_ptr<Bell> bell_;
  std::optional<std::uint64_t> given_;
};

class MemoryStore final : public Store {
 public:
  asio::awaitable<Result<StoredState>> read(const ExtensionDefinition& extension) override {
    co_return memory_->read(extension.name);
  }

  asio::awaitable<Result<StoredState>> read_for(const ExtensionDefinition& extension,
                                                ObjectIds ids) override {
    co_return state_for(memory_->read(extension.name), ids);
  }

  asio::awaitable<Result<std::vector<FeatureDefinition>>> read_definitions(
      const std::string& extension) override {
    co_return memory_->read(extension).definitions;
  }

  asio::awaitable<Result<std::uint64_t>> apply(const std::string& extension,
                                               const std::vector<Write>& writes,
                                               const Author& author) override {
    co_return memory_->apply(extension, writes, author);
  }

  asio::awaitable<Result<std::uint64_t>> accept_state(const std::string& extension,
                                                      const Author& /*author*/) override {
    co_return memory_->read(extension).revision;
  }

  asio::awaitable<Result<std::vector<LogEntry>>> log(const std::string& extension,
                                                     const LogQuery& query) override {
    co_return memory_->log(extension, query);
  }

  [[nodiscard]] std::unique_ptr<Follower> follow(ExtensionDefinition extension) override {
    return std::make_unique<MemoryFollower>(memory_, std::move(extension.name));
  }

  [[nodiscard]] std::string name() const override { return "memory:"; }

 private:
  std::shared_ptr<Memory> memory_ = std::make_shared<Memory>();
};

}  // namespace

std::unique_ptr<Store> make_memory_store() { return std::make_unique<MemoryStore>(); }

}  // namespace pancake
