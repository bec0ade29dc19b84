#include "store/sqlite_store.h"

#include <filesystem>
#include <mutex>

#include "store/bells.h"
#include "store/file_identity.h"
#include "store/sqlite_follower.h"
#include "store/sqlite_schema.h"
#include "store/sqlite_state.h"

namespace pancake {

namespace {

namespace asio = boost::asio;

class SqliteStore final : public Store {
 public:
  SqliteStore(std::string path, bool create) : path_(std::move(path)), create_(create) {}

  /// Opens the file now rather than on first use.
  Result<void> open() {
    const std::scoped_lock lock(mutex_);
    const auto database = opened();
    if (!database) return tl::unexpected(database.error());
    return {};
  }

  asio::awaitable<Result<StoredState>> read(const ExtensionDefinition& extension) override {
    co_return with_database(no_file(), [&](SqliteDatabase& database) {
      KnownOverrides nothing;
      return read_state(database, extension.name, nothing);
    });
  }

  asio::awaitable<Result<StoredState>> read_for(const ExtensionDefinition& extension,
                                                ObjectIds ids) override {
    co_return with_database(no_file(), [&](SqliteDatabase& database) {
      return read_state_for(database, extension.name, ids);
    });
  }

  asio::awaitable<Result<std::vector<FeatureDefinition>>> read_definitions(
      const std::string& extension) override {
    auto state = with_database(StoredState{}, [&](SqliteDatabase& database) {
      return read_state_for(database, extension, {});
    });
    if (!state) co_return tl::unexpected(state.error());
    co_return std::move(state->definitions);
  }

  asio::awaitable<Result<Written>> apply(const std::string& extension,
                                         const std::vector<Write>& writes,
                                         const Author& author) override {
    co_return with_database_to_write([&](SqliteDatabase& database) {
      return write_changes(database, extension, writes, author);
    });
  }

  asio::awaitable<Result<Written>> accept_state(const std::string& extension,
                                                const Author& author) override {
    co_return with_database_to_write(
        [&](SqliteDatabase& database) { return write_acceptance(database, extension, author); });
  }

  asio::awaitable<Result<std::vector<LogEntry>>> log(const std::string& extension,
                                                     const LogQuery& query) override {
    co_return with_database(std::vector<LogEntry>{}, [&](SqliteDatabase& database) {
      return read_log(database, extension, query);
    });
  }

  [[nodiscard]] std::unique_ptr<Follower> follow(ExtensionDefinition extension) override {
    return make_sqlite_follower(path_, std::move(extension.name), bells_);
  }

  [[nodiscard]] std::string name() const override { return "sqlite:" + path_; }

 private:
  /// An empty store that says why it is empty.
  [[nodiscard]] StoredState no_file() const {
    StoredState state;
    state.problems.push_back(name() + ", which does not exist");
    return state;
  }

  /// The connection; null while there is no file and none is to be made. A file that was deleted
  /// or replaced would go on taking writes that nobody ever reads.
  Result<SqliteDatabase*> opened() {
    const auto file = identity_of(path_);
    if (file != file_) database_.reset();
    if (!database_) {
      const bool had_file = file_ != FileIdentity{};
      if (had_file && file == FileIdentity{}) {
        return fail(ErrorCode::store_unreachable, name() + ": the file is gone");
      }
      std::error_code unknown;
      if (!create_ && !std::filesystem::exists(path_, unknown) && !unknown) {
        const auto folder = std::filesystem::path(path_).parent_path();
        if (folder.empty() || std::filesystem::exists(folder, unknown)) return nullptr;
        return fail(ErrorCode::io, name() + ": there is no folder '" + folder.string() + "'");
      }
      auto made = open_sqlite_store(path_, create_ && !had_file);
      if (!made) return tl::unexpected(made.error());
      database_ = std::make_unique<SqliteDatabase>(std::move(*made));
      file_ = identity_of(path_);
    }
    return database_.get();
  }

  template <typename T, typename Read>
  Result<T> with_database(T missing, Read read) {
    const std::scoped_lock lock(mutex_);
    const auto database = opened();
    if (!database) return tl::unexpected(database.error());
    if (*database == nullptr) return missing;
    return read(**database);
  }

  template <typename Write>
  Result<Written> with_database_to_write(Write write) {
    const std::scoped_lock lock(mutex_);
    const auto database = opened();
    if (!database) return tl::unexpected(database.error());
    if (*database == nullptr) return fail(ErrorCode::io, name() + ": there is no such file");
    auto written = write(**database);
    if (written) bells_->ring();
    return written;
  }

  std::string path_;
  bool create_;
  std::mutex mutex_;
  std::unique_ptr<SqliteDatabase> database_;
  FileIdentity file_;  ///< of the connection, or of the last one
  std::shared_ptr<Bells> bells_ = std::make_shared<Bells>();
};

}  // namespace

Result<std::unique_ptr<Store>> make_sqlite_store(const std::string& path, bool create) {
  if (path.empty() || path == ":memory:") {
    return fail(ErrorCode::usage, "sqlite: needs the path of a file, as in sqlite:pancake.db");
  }
  auto store = std::make_unique<SqliteStore>(path, create);
  if (auto opened = store->open(); !opened) return tl::unexpected(opened.error());
  return store;
}

}  // namespace pancake
