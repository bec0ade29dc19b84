#include "store/memory_store.h"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <deque>
#include <map>
#include <mutex>

#include "store/bells.h"
#include "store/change_log.h"
#include "store/place.h"
#include "store/state_edit.h"

namespace pancake {

namespace {

namespace asio = boost::asio;

/// What the store and its followers share.
class Memory {
 public:
  StoredState read(const std::string& extension) {
    const std::scoped_lock lock(mutex_);
    return states_[extension];
  }

  Result<Written> apply(const std::string& extension, const std::vector<Write>& writes,
                        const Author& author) {
    const std::scoped_lock lock(mutex_);
    auto& state = states_[extension];
    for (const auto& write : writes) {
      if (!write.expected || std::holds_alternative<ClearOverrides>(write.change)) continue;
      if (text_at(state, place_of(write.change)) != *write.expected) return conflict(write.change);
    }
    ++revision_;
    for (const auto& write : writes) {
      auto entry = log_entry(write.change, author);
      entry.from = text_before(state, write.change);
      edit(state, write.change);
      log(extension, state, std::move(entry));
    }
    return Written{revision_};
  }

  Written accept_state(const std::string& extension, const Author& author) {
    const std::scoped_lock lock(mutex_);
    ++revision_;
    log(extension, states_[extension], acceptance_entry(author));
    return Written{revision_};
  }

  std::vector<LogEntry> log(const std::string& extension, const LogQuery& query) {
    const std::scoped_lock lock(mutex_);
    LogPage page(query);
    const auto& log = logs_[extension];
    for (auto entry = log.rbegin(); entry != log.rend() && page.add(*entry); ++entry) {
    }
    return page.take();
  }

  Bells& bells() { return bells_; }

 private:
  static StoredText text_before(const StoredState& state, const Change& change) {
    const auto place = place_of(change);
    if (!std::holds_alternative<ClearOverrides>(change)) return text_at(state, place);
    std::vector<std::pair<std::string, std::string>> removed;
    for (const auto& one : state.overrides) {
      if (one.flag == place.key && one.group == place.group) {
        removed.emplace_back(one.object_id, one.value.text);
      }
    }
    return removed_text(removed);
  }

  /// Puts an entry of the newest revision into the log and tells who follows.
  void log(const std::string& extension, StoredState& state, LogEntry entry) {
    state.revision = revision_;
    state.log_position = revision_;
    entry.when = std::chrono::system_clock::now();
    entry.revision = revision_;
    auto& log = logs_[extension];
    log.push_back(std::move(entry));
    if (log.size() > longest_log) log.pop_front();
    bells_.ring();
  }

  std::mutex mutex_;
  std::uint64_t revision_ = 0;
  std::map<std::string, StoredState> states_;
  std::map<std::string, std::deque<LogEntry>> logs_;
  Bells bells_;
};

class MemoryFollower final : public Follower {
 public:
  MemoryFollower(std::shared_ptr<Memory> memory, std::string extension)
      : memory_(std::move(memory)), extension_(std::move(extension)) {}

  asio::awaitable<Result<StoredState>> next() override {
    const auto executor = co_await asio::this_coro::executor;
    const Bells::Hung bell(memory_->bells(), executor);
    for (;;) {
      auto state = memory_->read(extension_);
      if (!given_ || state.revision > *given_) {
        given_ = state.revision;
        co_return state;
      }
      boost::system::error_code ended;
      co_await (*bell).async_receive(asio::redirect_error(asio::use_awaitable, ended));
      if (ended) co_return fail(ErrorCode::store_unreachable, "memory: stopped following");
    }
  }

 private:
  std::shared_ptr<Memory> memory_;
  std::string extension_;
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

  asio::awaitable<Result<Written>> apply(const std::string& extension,
                                         const std::vector<Write>& writes,
                                         const Author& author) override {
    co_return memory_->apply(extension, writes, author);
  }

  asio::awaitable<Result<Written>> accept_state(const std::string& extension,
                                                const Author& author) override {
    co_return memory_->accept_state(extension, author);
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
