#include "store/redis_store.h"

#include <algorithm>
#include <set>

#include "python/upper_case.h"
#include "store/redis_connection.h"
#include "store/redis_error.h"
#include "store/redis_follower.h"
#include "store/redis_keys.h"
#include "store/redis_log.h"
#include "store/redis_read.h"
#include "store/redis_write.h"
#include "store/state_edit.h"

namespace pancake {

namespace {

namespace asio = boost::asio;

/// The keys of the defined features and of their overrides for these ids, each once.
std::vector<std::string> keys_for(const ExtensionDefinition& extension,
                                  const std::vector<FeatureDefinition>& stored, ObjectIds ids) {
  std::set<std::string> keys;
  const auto add = [&](const FeatureDefinition& feature) {
    keys.insert(redis_key(feature.kind, extension.name, feature.name));
    if (feature.kind != FeatureKind::flag) return;
    for (const auto& [group, object_id] : ids) {
      keys.insert(override_key(extension.name, group, feature.name, object_id));
    }
  };
  std::ranges::for_each(extension.features, add);
  std::ranges::for_each(stored, add);
  return {keys.begin(), keys.end()};
}

class RedisStore final : public Store {
 public:
  explicit RedisStore(RedisUrl url) : url_(std::move(url)) {}

  asio::awaitable<Result<StoredState>> read(const ExtensionDefinition& extension) override {
    const auto connection = co_await RedisConnection::open(url_);
    if (!connection) co_return tl::unexpected(connection.error());
    const auto reading = co_await read_everything(**connection, extension.name);
    if (!reading) co_return tl::unexpected(reading.error());
    co_return state_of(extension, reading->contents, reading->time);
  }

  asio::awaitable<Result<StoredState>> read_for(const ExtensionDefinition& extension,
                                                ObjectIds ids) override {
    const auto connection = co_await RedisConnection::open(url_);
    if (!connection) co_return tl::unexpected(connection.error());
    auto reading = co_await read_only_definitions(**connection, extension.name);
    if (!reading) co_return tl::unexpected(reading.error());
    const auto keys = keys_for(extension, reading->contents.definitions, ids);
    const auto read = co_await read_values(**connection, keys, reading->contents);
    if (!read) co_return tl::unexpected(read.error());
    // A key may also be cut into another flag and a longer id, which nobody asked for.
    co_return state_for(state_of(extension, reading->contents, reading->time), ids);
  }

  asio::awaitable<Result<std::vector<FeatureDefinition>>> read_definitions(
      const std::string& extension) override {
    const auto connection = co_await RedisConnection::open(url_);
    if (!connection) co_return tl::unexpected(connection.error());
    auto reading = co_await read_only_definitions(**connection, extension);
    if (!reading) co_return tl::unexpected(reading.error());
    co_return std::move(reading->contents.definitions);
  }

  asio::awaitable<Result<Written>> apply(const std::string& extension,
                                         const std::vector<Write>& writes,
                                         const Author& author) override {
    const auto connection = co_await RedisConnection::open(url_);
    if (!connection) co_return tl::unexpected(connection.error());
    co_return co_await write_changes(**connection, extension, writes, author);
  }

  asio::awaitable<Result<Written>> accept_state(const std::string& extension,
                                                const Author& author) override {
    const auto connection = co_await RedisConnection::open(url_);
    if (!connection) co_return tl::unexpected(connection.error());
    co_return co_await write_acceptance(**connection, extension, author);
  }

  asio::awaitable<Result<std::vector<LogEntry>>> log(const std::string& extension,
                                                     const LogQuery& query) override {
    const auto connection = co_await RedisConnection::open(url_);
    if (!connection) co_return tl::unexpected(connection.error());
    co_return co_await read_log_page(**connection, extension, query);
  }

  [[nodiscard]] std::unique_ptr<Follower> follow(ExtensionDefinition extension) override {
    return make_redis_follower(url_, std::move(extension));
  }

  [[nodiscard]] std::string name() const override { return url_.name(); }

 private:
  RedisUrl url_;
};

}  // namespace

std::unique_ptr<Store> make_redis_store(RedisUrl url) {
  return std::make_unique<RedisStore>(std::move(url));
}

}  // namespace pancake
