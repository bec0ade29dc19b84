#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "error.h"

struct sqlite3;
struct sqlite3_stmt;

namespace pancake {

/// How a database file is opened.
enum class SqliteMode : std::uint8_t {
  create,     ///< made if it is not there
  existing,   ///< read and written, or only read where the file system allows no more
  immutable,  ///< read without locks: for a folder that nobody can write to
};

/// One row of a result, valid inside the function that gets it.
class SqliteRow {
 public:
  explicit SqliteRow(sqlite3_stmt* statement) : statement_(statement) {}
  [[nodiscard]] std::string text(int column) const;  ///< any bytes; empty for NULL
  [[nodiscard]] std::optional<std::string> text_or_null(int column) const;
  [[nodiscard]] std::int64_t number(int column) const;

 private:
  sqlite3_stmt* statement_;
};

/// One connection to a SQLite file. Not safe to use from two threads at once.
///
/// Every error names the file and says what can be done: `store_refused` (read-only, locked),
/// `damaged` (not a database, broken), `io` (cannot be opened, disk full). Values never appear.
class SqliteDatabase {
 public:
  using Value = std::variant<std::int64_t, std::string_view, std::nullptr_t>;

  /// Waits up to `busy_milliseconds` for locks of other connections.
  [[nodiscard]] static Result<SqliteDatabase> open(const std::string& path, SqliteMode mode,
                                                   int busy_milliseconds);

  /// Runs one statement with its values bound in order, and gives each row to `row`.
  Result<void> run(std::string_view sql, std::initializer_list<Value> values = {},
                   const std::function<void(const SqliteRow&)>& row = {});

  /// The number in the first column of the first row; 0 if there is no row.
  Result<std::int64_t> number(std::string_view sql, std::initializer_list<Value> values = {});

  [[nodiscard]] const std::string& path() const noexcept { return path_; }

 private:
  struct Close {
    void operator()(sqlite3* handle) const noexcept;
  };

  SqliteDatabase(std::string path, sqlite3* handle) : path_(std::move(path)), handle_(handle) {}
  [[nodiscard]] tl::unexpected<Error> failure() const;

  std::string path_;
  std::unique_ptr<sqlite3, Close> handle_;
};

/// A transaction that is rolled back unless it is committed. The database must outlive it.
class SqliteTransaction {
 public:
  enum class Kind : std::uint8_t { read, write };

  [[nodiscard]] static Result<SqliteTransaction> begin(SqliteDatabase& database, Kind kind);
  SqliteTransaction(SqliteTransaction&&) noexcept = default;
  SqliteTransaction& operator=(SqliteTransaction&&) = delete;
  ~SqliteTransaction();

  /// After this the changes are on the disk, or an error says that none of them is.
  Result<void> commit();

 private:
  explicit SqliteTransaction(SqliteDatabase& database) : database_(&database) {}

  struct Forget {
    void operator()(SqliteDatabase*) const noexcept {}
  };
  std::unique_ptr<SqliteDatabase, Forget> database_;  // empty once over or moved from
};

}  // namespace pancake
