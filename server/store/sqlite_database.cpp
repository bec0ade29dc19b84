#include "store/sqlite_database.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <optional>

namespace pancake {

namespace {

struct Finalize {
  void operator()(sqlite3_stmt* statement) const noexcept { sqlite3_finalize(statement); }
};
using Statement = std::unique_ptr<sqlite3_stmt, Finalize>;

/// Overrides name users: a new file is its owner's alone, and SQLite gives the files beside it the
/// same rights. One that cannot be made is for SQLite to tell; one that is there is left alone,
/// since closing a descriptor of it would give up the locks of other connections.
void make_private(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (file >= 0) ::close(file);
}

/// `file:` URI of a path, for the parameters that only URIs have.
std::string immutable_uri(std::string_view path) {
  std::string uri = "file:";
  for (const char c : path) {
    if (c == '?') {
      uri += "%3f";
    } else if (c == '#') {
      uri += "%23";
    } else if (c == '%') {
      uri += "%25";
    } else {
      uri += c;
    }
  }
  return uri + "?immutable=1";
}

tl::unexpected<Error> sqlite_error(const std::string& path, int code, const std::string& text) {
  const auto say = [&path](ErrorCode error, const std::string& what) {
    return fail(error, "sqlite:" + path + ": " + what);
  };
  switch (code & 0xFF) {
    case SQLITE_READONLY:
      return say(ErrorCode::store_refused,
                 "is read-only: give this user the right to write the file and its folder");
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return say(ErrorCode::store_refused, "is locked by another program: try again");
    case SQLITE_NOTADB:
      return say(ErrorCode::damaged, "is not a SQLite database: give another path");
    case SQLITE_CORRUPT:
      return say(ErrorCode::damaged,
                 "is damaged (" + text + "): restore it from a copy, or start a new file");
    case SQLITE_FULL: return say(ErrorCode::io, "the disk is full: nothing was written");
    case SQLITE_PERM:
    case SQLITE_CANTOPEN:
      return say(ErrorCode::io,
                 "cannot be opened: check that the path is a file, its folder exists, and this "
                 "user may use both");
    case SQLITE_AUTH: return say(ErrorCode::store_refused, text);
    default: return say(ErrorCode::io, text);
  }
}

int bind(sqlite3_stmt* statement, int place, const SqliteDatabase::Value& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) {
    return sqlite3_bind_int64(statement, place, *number);
  }
  if (std::holds_alternative<std::nullptr_t>(value)) return sqlite3_bind_null(statement, place);
  const auto text = std::get<std::string_view>(value);
  // A null pointer would bind NULL, and an empty text is a text.
  return sqlite3_bind_text64(statement, place, text.empty() ? "" : text.data(), text.size(),
                             SQLITE_STATIC, SQLITE_UTF8);
}

}  // namespace

std::string SqliteRow::text(int column) const {
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
  if (text == nullptr) return {};
  return {text, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

std::optional<std::string> SqliteRow::text_or_null(int column) const {
  if (sqlite3_column_type(statement_, column) == SQLITE_NULL) return std::nullopt;
  return text(column);
}

std::int64_t SqliteRow::number(int column) const {
  return sqlite3_column_int64(statement_, column);
}

void SqliteDatabase::Close::operator()(sqlite3* handle) const noexcept { sqlite3_close(handle); }

Result<SqliteDatabase> SqliteDatabase::open(const std::string& path, SqliteMode mode,
                                            int busy_milliseconds) {
  int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  switch (mode) {
    case SqliteMode::create: flags |= SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE; break;
    case SqliteMode::existing: flags |= SQLITE_OPEN_READWRITE; break;
    case SqliteMode::immutable: flags |= SQLITE_OPEN_READONLY | SQLITE_OPEN_URI; break;
  }
  const auto file = mode == SqliteMode::immutable ? immutable_uri(path) : path;
  if (mode == SqliteMode::create) make_private(path);
  sqlite3* handle = nullptr;
  const int code = sqlite3_open_v2(file.c_str(), &handle, flags, nullptr);
  SqliteDatabase database(path, handle);
  if (code != SQLITE_OK) {
    return sqlite_error(path, code, handle != nullptr ? sqlite3_errmsg(handle) : "out of memory");
  }
  sqlite3_busy_timeout(handle, busy_milliseconds);
  return database;
}

tl::unexpected<Error> SqliteDatabase::failure() const {
  return sqlite_error(path_, sqlite3_extended_errcode(handle_.get()),
                      sqlite3_errmsg(handle_.get()));
}

Result<void> SqliteDatabase::run(std::string_view sql, std::initializer_list<Value> values,
                                 const std::function<void(const SqliteRow&)>& row) {
  sqlite3_stmt* prepared = nullptr;
  if (sqlite3_prepare_v2(handle_.get(), sql.data(), static_cast<int>(sql.size()), &prepared,
                         nullptr) != SQLITE_OK) {
    return failure();
  }
  const Statement statement(prepared);
  int place = 0;
  for (const auto& value : values) {
    if (bind(prepared, ++place, value) != SQLITE_OK) return failure();
  }
  for (;;) {
    const int code = sqlite3_step(prepared);
    if (code == SQLITE_DONE) return {};
    if (code != SQLITE_ROW) return failure();
    if (row) row(SqliteRow(prepared));
  }
}

Result<std::int64_t> SqliteDatabase::number(std::string_view sql,
                                            std::initializer_list<Value> values) {
  std::optional<std::int64_t> first;
  const auto ran = run(sql, values, [&first](const SqliteRow& row) {
    if (!first) first = row.number(0);
  });
  if (!ran) return tl::unexpected(ran.error());
  return first.value_or(0);
}

Result<SqliteTransaction> SqliteTransaction::begin(SqliteDatabase& database, Kind kind) {
  const auto begun = database.run(kind == Kind::write ? "BEGIN IMMEDIATE" : "BEGIN");
  if (!begun) return tl::unexpected(begun.error());
  return SqliteTransaction(database);
}

SqliteTransaction::~SqliteTransaction() {
  // A transaction that failed may be rolled back already: then there is nothing left to do.
  if (database_) static_cast<void>(database_->run("ROLLBACK"));
}

Result<void> SqliteTransaction::commit() {
  auto done = database_->run("COMMIT");
  if (done) database_.reset();
  return done;
}

}  // namespace pancake
