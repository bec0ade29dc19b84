#pragma once

#include <atomic>
#include <deque>
#include <mutex>

#include "store/store.h"

namespace pancake {

/// A store that is what the test says: states and failures are handed to followers in the
/// order in which they are told.
class ScriptedStore : public Store {
 public:
  void tell(Result<StoredState> next);
  /// How often a follower asked.
  [[nodiscard]] int asked() const { return asked_; }

  boost::asio::awaitable<Result<StoredState>> read(const ExtensionDefinition& extension) override;
  boost::asio::awaitable<Result<StoredState>> read_for(const ExtensionDefinition& extension,
                                                       ObjectIds ids) override;
  boost::asio::awaitable<Result<std::vector<FeatureDefinition>>> read_definitions(
      const std::string& extension) override;
  boost::asio::awaitable<Result<Written>> apply(const std::string& extension,
                                                const std::vector<Write>& writes,
                                                const Author& author) override;
  boost::asio::awaitable<Result<Written>> accept_state(const std::string& extension,
                                                       const Author& author) override;
  boost::asio::awaitable<Result<std::vector<LogEntry>>> log(const std::string& extension,
                                                            const LogQuery& query) override;
  std::unique_ptr<Follower> follow(ExtensionDefinition extension) override;
  std::string name() const override { return "scripted:"; }

 private:
  class ScriptedFollower;
  std::optional<Result<StoredState>> take();

  std::mutex mutex_;
  std::deque<Result<StoredState>> told_;
  std::atomic<int> asked_ = 0;
};

}  // namespace pancake
