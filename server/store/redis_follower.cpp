#include "store/redis_follower.h"

#include <algorithm>
#include <chrono>
#include <optional>

#include "store/redis_connection.h"
#include "store/redis_error.h"
#include "store/redis_keys.h"
#include "store/redis_listener.h"
#include "store/redis_read.h"

namespace pancake {

namespace {

namespace asio = boost::asio;
using Clock = std::chrono::steady_clock;

constexpr auto ping_interval = std::chrono::seconds(2);
constexpr auto ping_deadline = std::chrono::seconds(2);
constexpr auto full_interval = std::chrono::seconds(30);

class RedisFollower final : public Follower {
 public:
  RedisFollower(RedisUrl url, ExtensionDefinition extension)
      : url_(std::move(url)), extension_(std::move(extension)) {}

  asio::awaitable<Result<StoredState>> next() override {
    auto state = co_await next_or_error();
    if (!state) {
      listener_.reset();
      reader_.reset();
    }
    co_return state;
  }

 private:
  asio::awaitable<Result<StoredState>> next_or_error() {
    if (!listener_) {
      const auto linked = co_await link();
      if (!linked) co_return tl::unexpected(linked.error());
      co_return give();
    }
    for (;;) {
      const auto heard = co_await listener_->wait(std::min(next_ping_, next_full_));
      if (!heard) co_return tl::unexpected(heard.error());
      const auto changed = co_await look(*heard);
      if (!changed) co_return tl::unexpected(changed.error());
      if (*changed) co_return give();
    }
  }

  /// Tracking on, then a full reading: what changes from here on is heard.
  asio::awaitable<Result<void>> link() {
    auto listener = co_await RedisListener::open(url_);
    if (!listener) co_return tl::unexpected(listener.error());
    auto reader = co_await RedisConnection::open(url_);
    if (!reader) co_return tl::unexpected(reader.error());
    const auto track = tracking_command((*listener)->client_id());
    const auto tracking = co_await (*reader)->command(track);
    if (!tracking) co_return tl::unexpected(tracking.error());
    if (tracking->is_error()) co_return tl::unexpected(redis_refusal(url_.name(), tracking->text));
    listener_ = std::move(*listener);
    reader_ = std::move(*reader);
    pinged_.reset();
    next_ping_ = Clock::now() + ping_interval;
    const auto read = co_await read_all();
    if (!read) co_return tl::unexpected(read.error());
    co_return Result<void>{};
  }

  [[nodiscard]] RedisCommand tracking_command(const std::string& listener) const {
    RedisCommand command{"CLIENT", "TRACKING", "ON", "REDIRECT", listener, "BCAST"};
    for (const auto kind : {FeatureKind::switch_, FeatureKind::flag, FeatureKind::sample}) {
      command.insert(command.end(), {"PREFIX", key_prefix(kind, extension_.name)});
    }
    command.insert(command.end(), {"PREFIX", definitions_key(extension_.name)});
    return command;
  }

  /// Whether anything is other than what was given last, after what was heard and what is due.
  asio::awaitable<Result<bool>> look(const Invalidated& heard) {
    const auto now = Clock::now();
    if (heard.everything || now >= next_full_) co_return co_await read_all();
    if (!heard.keys.empty()) co_return co_await read_changed(heard.keys);
    if (now >= next_ping_) {
      const auto alive = co_await ping();
      if (!alive) co_return tl::unexpected(alive.error());
    }
    co_return false;
  }

  asio::awaitable<Result<bool>> read_all() {
    auto reading = co_await read_everything(*reader_, extension_.name);
    if (!reading) co_return tl::unexpected(reading.error());
    const bool changed = !(reading->contents == contents_);
    contents_ = std::move(reading->contents);
    time_ = reading->time;
    next_full_ = Clock::now() + full_interval;
    co_return changed;
  }

  asio::awaitable<Result<bool>> read_changed(const std::set<std::string>& heard) {
    // A prefix can also be that of a longer extension's definitions.
    std::vector<std::string> keys;
    std::ranges::copy_if(heard, std::back_inserter(keys), [this](const std::string& key) {
      return key == definitions_key(extension_.name) || key_parts(key, extension_.name);
    });
    const auto before = held(keys);
    const auto definitions = contents_.definitions;
    const auto problems = contents_.problems;
    const auto time = co_await read_again(*reader_, extension_.name, keys, contents_);
    if (!time) co_return tl::unexpected(time.error());
    if (*time != 0) time_ = *time;
    co_return held(keys) != before || contents_.definitions != definitions ||
        contents_.problems != problems;
  }

  [[nodiscard]] std::vector<std::optional<StoredValue>> held(
      const std::vector<std::string>& keys) const {
    std::vector<std::optional<StoredValue>> values;
    for (const auto& key : keys) {
      const auto found = contents_.values.find(key);
      values.push_back(found == contents_.values.end() ? std::nullopt
                                                       : std::optional(found->second));
    }
    return values;
  }

  /// The reader answers at once or not at all; the listener must have been heard since the ping
  /// before.
  asio::awaitable<Result<void>> ping() {
    if (pinged_ && listener_->last_heard() < *pinged_) {
      co_return tl::unexpected(redis_lost(url_.name(), "no answer in time"));
    }
    pinged_ = Clock::now();
    next_ping_ = *pinged_ + ping_interval;
    const auto sent = co_await listener_->ping();
    if (!sent) co_return tl::unexpected(sent.error());
    const RedisCommand command(1, "PING");
    const auto answered = co_await reader_->command(command, ping_deadline);
    if (!answered) co_return tl::unexpected(answered.error());
    co_return Result<void>{};
  }

  /// Redis' clock orders revisions; should it go back, readers still never do.
  StoredState give() {
    revision_ = std::max(revision_ + 1, time_);
    return state_of(extension_, contents_, revision_);
  }

  RedisUrl url_;
  ExtensionDefinition extension_;
  std::unique_ptr<RedisListener> listener_;
  std::unique_ptr<RedisConnection> reader_;
  RedisContents contents_;
  std::uint64_t time_ = 0;
  std::uint64_t revision_ = 0;
  Clock::time_point next_full_;
  Clock::time_point next_ping_;
  std::optional<Clock::time_point> pinged_;
};

}  // namespace

std::unique_ptr<Follower> make_redis_follower(RedisUrl url, ExtensionDefinition extension) {
  return std::make_unique<RedisFollower>(std::move(url), std::move(extension));
}

}  // namespace pancake
