#include "store/sqlite_follower.h"

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "store/file_identity.h"
#include "store/sqlite_schema.h"
#include "store/sqlite_state.h"

namespace pancake {

namespace {

namespace asio = boost::asio;

constexpr auto poll_interval = std::chrono::milliseconds(20);

class SqliteFollower final : public Follower {
 public:
  SqliteFollower(std::string path, std::string extension, std::shared_ptr<Bells> bells)
      : path_(std::move(path)), extension_(std::move(extension)), bells_(std::move(bells)) {}

  asio::awaitable<Result<StoredState>> next() override {
    using namespace asio::experimental::awaitable_operators;
    const auto executor = co_await asio::this_coro::executor;
    const Bells::Hung bell(*bells_, executor);
    asio::steady_timer timer(executor);
    for (;;) {
      auto state = look();
      if (!state) {
        database_.reset();
        co_return tl::unexpected(state.error());
      }
      if (*state) co_return std::move(**state);
      timer.expires_after(poll_interval);
      co_await (timer.async_wait(asio::use_awaitable) ||
                (*bell).async_receive(asio::use_awaitable));
    }
  }

 private:
  using Look = Result<std::optional<StoredState>>;

  /// The new state if there is one.
  Look look() {
    const auto file = identity_of(path_);
    if (file != file_) database_.reset();
    if (!database_) {
      file_ = file;
      seen_revision_.reset();
      known_.revision.reset();
      if (file == FileIdentity{}) return missing();
      auto opened = open_sqlite_store(path_, false);
      if (!opened) return tl::unexpected(opened.error());
      database_ = std::make_unique<SqliteDatabase>(std::move(*opened));
      seen_version_.reset();
    }
    const auto version = database_->number("PRAGMA data_version");
    if (!version) return tl::unexpected(version.error());
    if (seen_version_ == *version) return std::nullopt;
    const auto revision = read_revision(*database_, extension_);
    if (!revision) return tl::unexpected(revision.error());
    if (seen_revision_ == *revision) {
      seen_version_ = *version;
      return std::nullopt;
    }
    auto state = read_state(*database_, extension_, known_);
    if (!state) return tl::unexpected(state.error());
    seen_version_ = *version;
    seen_revision_ = state->revision;
    had_file_ = true;
    return std::optional(std::move(*state));
  }

  /// A file that is not there yet is an empty store, told once; one that is gone is a store away.
  Look missing() {
    if (had_file_) {
      return fail(ErrorCode::store_unreachable, "sqlite:" + path_ + ": the file is gone");
    }
    if (told_missing_) return std::nullopt;
    told_missing_ = true;
    return std::optional(StoredState{});
  }

  std::string path_;
  std::string extension_;
  std::shared_ptr<Bells> bells_;
  std::unique_ptr<SqliteDatabase> database_;
  FileIdentity file_;
  KnownOverrides known_;
  std::optional<std::int64_t> seen_version_;
  std::optional<std::uint64_t> seen_revision_;
  bool told_missing_ = false;
  bool had_file_ = false;
};

}  // namespace

std::unique_ptr<Follower> make_sqlite_follower(std::string path, std::string extension,
                                               std::shared_ptr<Bells> bells) {
  return std::make_unique<SqliteFollower>(std::move(path), std::move(extension), std::move(bells));
}

}  // namespace pancake
