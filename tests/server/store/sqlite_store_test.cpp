#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "run.h"
#include "sample_extension.h"
#include "store/store.h"
#include "sync/store_guard.h"
#include "temporary_folder.h"

namespace pancake {

using test::must;
using test::must_run;
using test::run;
using test::sample_extension;
using test::TemporaryFolder;

namespace {

const Change enable_beta = SetState{FeatureKind::flag, "beta", "1"};

/// Gives up root's right to write everywhere until the end, so that permissions count.
class WithoutRoot {
 public:
  WithoutRoot() {
    if (was_root_) changed_ = ::seteuid(65534) == 0;
  }
  WithoutRoot(const WithoutRoot&) = delete;
  WithoutRoot& operator=(const WithoutRoot&) = delete;
  ~WithoutRoot() {
    if (changed_ && ::seteuid(0) != 0) std::abort();
  }

 private:
  bool was_root_ = ::geteuid() == 0;
  bool changed_ = false;
};

}  // namespace

TEST_CASE("a SQLite file that is not there reads as an empty store and is not made") {
  const TemporaryFolder folder;
  const auto path = folder.file("absent.db");
  const auto store = must(open_store("sqlite:" + path, false));
  const auto state = must_run(store->read(sample_extension()));
  CHECK(state.flags.empty());
  CHECK(state.problems == std::vector<std::string>{"sqlite:" + path + ", which does not exist"});
  CHECK(must_run(store->log("pancake", {.limit = 5})).empty());
  CHECK(run(store->apply("pancake", {Write{enable_beta}}, Author{"test"}))
            .error()
            .message.find("no such file") != std::string::npos);
  CHECK_FALSE(std::filesystem::exists(path));
}

TEST_CASE("a SQLite path in a folder that is not there is refused, also for reading") {
  const TemporaryFolder folder;
  const auto store = open_store("sqlite:" + folder.file("typo/flags.db"), false);
  REQUIRE_FALSE(store);
  CHECK(store.error().code == ErrorCode::io);
  CHECK(store.error().message.find("there is no folder") != std::string::npos);
}

TEST_CASE("a SQLite file that was deleted takes no writes that nobody would read") {
  const TemporaryFolder folder;
  const auto path = folder.file("flags.db");
  const auto store = must(open_store("sqlite:" + path));
  must_run(store->apply("pancake", {Write{enable_beta}}, Author{"test"}));
  for (const auto* part : {"", "-wal", "-shm"}) std::filesystem::remove(path + part);

  const auto refused = run(store->apply("pancake", {Write{enable_beta}}, Author{"test"}));
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == ErrorCode::store_unreachable);
  CHECK_FALSE(run(store->read(sample_extension())));
  CHECK_FALSE(std::filesystem::exists(path));

  // Another one in its place is the store from then on.
  const Write disable{SetState{FeatureKind::flag, "beta", "0"}};
  must_run(must(open_store("sqlite:" + path))->apply("pancake", {disable}, Author{"other"}));
  CHECK(must_run(store->read(sample_extension())).flags.at("BETA").text == "0");
  must_run(store->apply("pancake", {Write{enable_beta}}, Author{"test"}));
  CHECK(must_run(must(open_store("sqlite:" + path))->read(sample_extension()))
            .flags.at("BETA")
            .text == "1");
}

TEST_CASE("a SQLite file that is gone is a store away, until there is one again") {
  const TemporaryFolder folder;
  const auto path = folder.file("flags.db");
  auto store = must(open_store("sqlite:" + path));
  must_run(store->apply("pancake", {Write{enable_beta}}, Author{"test"}));
  const auto follower = store->follow(sample_extension());
  const auto before = must_run(follower->next());
  store.reset();
  for (const auto* part : {"", "-wal", "-shm"}) std::filesystem::remove(path + part);

  const auto gone = run(follower->next());
  REQUIRE_FALSE(gone);
  CHECK(gone.error().code == ErrorCode::store_unreachable);
  store = must(open_store("sqlite:" + path));
  must_run(store->apply("pancake", {Write{enable_beta}}, Author{"test"}));
  const auto after = must_run(follower->next());
  CHECK(after.flags.at("BETA").text == "1");
  CHECK(after.lineage != before.lineage);
}

TEST_CASE("a follower of a file that is not there yet sees it come") {
  const TemporaryFolder folder;
  const auto path = folder.file("later.db");
  const auto reader = must(open_store("sqlite:" + path, false));
  const auto follower = reader->follow(sample_extension());
  CHECK(must_run(follower->next()).flags.empty());
  const auto writer = must(open_store("sqlite:" + path));
  must_run(writer->apply("pancake", {Write{enable_beta}}, Author{"test"}));
  CHECK(must_run(follower->next()).flags.at("BETA").text == "1");
}

TEST_CASE("a SQLite file that is replaced is read as it is, and the guard holds an older one") {
  const TemporaryFolder folder;
  const auto path = folder.file("flags.db");
  auto writer = must(open_store("sqlite:" + path));
  must_run(
      writer->apply("pancake", {Write{SetState{FeatureKind::flag, "beta", "0"}}}, Author{"test"}));
  writer.reset();  // all of it is in one file
  const bool backup_is_other_file = GENERATE(false, true);
  if (backup_is_other_file) {
    const auto other = must(open_store("sqlite:" + folder.file("backup.db")));
    must_run(
        other->apply("pancake", {Write{SetState{FeatureKind::flag, "beta", "0"}}}, Author{"test"}));
  } else {
    std::filesystem::copy_file(path, folder.file("backup.db"));
  }
  writer = must(open_store("sqlite:" + path));
  must_run(writer->apply("pancake", {Write{enable_beta}}, Author{"test"}));
  const auto follower = writer->follow(sample_extension());
  const auto before = must_run(follower->next());
  StoreGuard guard(OlderStore::hold);
  guard.serve(mark_of(before));

  writer.reset();
  for (const auto* part : {"-wal", "-shm"}) std::filesystem::remove(path + part);
  std::filesystem::rename(folder.file("backup.db"), path);
  const auto after = must_run(follower->next());
  CHECK(after.flags.at("BETA").text == "0");
  CHECK(after.revision < before.revision);
  CHECK((after.lineage == before.lineage) == !backup_is_other_file);
  CHECK(guard.judge(mark_of(after)).verdict == Judgement::Verdict::hold);
}

TEST_CASE("two processes write to one SQLite file without losing a change") {
  const TemporaryFolder folder;
  const auto url = "sqlite:" + folder.file("flags.db");
  static_cast<void>(must(open_store(url)));
  constexpr int writes = 50;
  const auto child = ::fork();
  if (child == 0) {
    auto store = open_store(url);
    bool good = store.has_value();
    for (int i = 0; good && i < writes; ++i) {
      const SetOverride change{"beta", "user", "child" + std::to_string(i), true};
      good = run((*store)->apply("pancake", {Write{change}}, Author{"child"})).has_value();
    }
    ::_exit(good ? 0 : 1);
  }
  const auto store = must(open_store(url));
  for (int i = 0; i < writes; ++i) {
    const SetOverride change{"beta", "user", "parent" + std::to_string(i), true};
    must_run(store->apply("pancake", {Write{change}}, Author{"parent"}));
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  CHECK(status == 0);
  const auto state = must_run(store->read(sample_extension()));
  CHECK(state.overrides.size() == 2 * writes);
  CHECK(state.revision == 2 * writes);
}

TEST_CASE("many processes may make the same SQLite file at the same moment") {
  const TemporaryFolder folder;
  const auto url = "sqlite:" + folder.file("flags.db");
  constexpr int processes = 8;
  std::vector<pid_t> children;
  for (int i = 0; i < processes; ++i) {
    const auto child = ::fork();
    if (child == 0) {
      auto store = open_store(url);
      const SetOverride change{"beta", "user", std::to_string(i), true};
      ::_exit(store && run((*store)->apply("pancake", {Write{change}}, Author{"child"})) ? 0 : 1);
    }
    children.push_back(child);
  }
  for (const auto child : children) {
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    CHECK(status == 0);
  }
  const auto store = must(open_store(url));
  CHECK(must_run(store->read(sample_extension())).overrides.size() == processes);
}

/// A file as release 0.1 of the schema made it, with one change in its log.
void make_version_1(const std::string& path) {
  sqlite3* handle = nullptr;
  REQUIRE(sqlite3_open(path.c_str(), &handle) == SQLITE_OK);
  const auto* const sql = R"(
    PRAGMA journal_mode = WAL;
    CREATE TABLE state (extension TEXT, kind TEXT, name TEXT, value TEXT NOT NULL,
      PRIMARY KEY (extension, kind, name)) WITHOUT ROWID;
    CREATE TABLE overrides (extension TEXT, flag TEXT, grp TEXT, object_id TEXT,
      value TEXT NOT NULL, PRIMARY KEY (extension, flag, grp, object_id)) WITHOUT ROWID;
    CREATE INDEX overrides_by_id ON overrides (extension, grp, object_id);
    CREATE TABLE definitions (extension TEXT, kind TEXT, name TEXT, body TEXT NOT NULL,
      position INTEGER NOT NULL, PRIMARY KEY (extension, kind, name)) WITHOUT ROWID;
    CREATE TABLE revisions (extension TEXT PRIMARY KEY, revision INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TABLE changes (extension TEXT, revision INTEGER, at INTEGER NOT NULL,
      who TEXT NOT NULL, action TEXT NOT NULL, kind TEXT NOT NULL, feature TEXT NOT NULL,
      grp TEXT NOT NULL, object_id TEXT NOT NULL, value TEXT NOT NULL,
      PRIMARY KEY (extension, revision)) WITHOUT ROWID;
    INSERT INTO state VALUES ('pancake', 'flag', 'BETA', '1');
    INSERT INTO revisions VALUES ('pancake', 7);
    INSERT INTO changes VALUES ('pancake', 7, 1700000000000000, 'cli:ada', 'enable', 'flag', 'beta',
      '', '', '1');
    PRAGMA application_id = 1347306315;
    PRAGMA user_version = 1;)";
  REQUIRE(sqlite3_exec(handle, sql, nullptr, nullptr, nullptr) == SQLITE_OK);
  sqlite3_close(handle);
}

TEST_CASE("a file of version 1 is read as it is, and its first write makes it a new one") {
  const TemporaryFolder folder;
  const auto path = folder.file("old.db");
  make_version_1(path);
  const auto version = [&path] {
    sqlite3* handle = nullptr;
    REQUIRE(sqlite3_open(path.c_str(), &handle) == SQLITE_OK);
    std::string text;
    const auto first = [](void* out, int, char** values, char**) {
      *static_cast<std::string*>(out) = values[0];
      return 0;
    };
    REQUIRE(sqlite3_exec(handle, "PRAGMA user_version", first, &text, nullptr) == SQLITE_OK);
    sqlite3_close(handle);
    return text;
  };
  {
    const auto reader = must(open_store("sqlite:" + path, false));
    const auto state = must_run(reader->read(sample_extension()));
    CHECK(state.flags.at("BETA").text == "1");
    CHECK(state.revision == 7);
    const auto log = must_run(reader->log("pancake", {}));
    REQUIRE(log.size() == 1);
    CHECK(log[0].action == "enable");
    CHECK_FALSE(log[0].knows_from);
    CHECK(version() == "1");
  }
  const auto store = must(open_store("sqlite:" + path));
  const auto follower = store->follow(sample_extension());
  CHECK(must_run(follower->next()).revision == 7);
  must_run(
      store->apply("pancake", {Write{SetState{FeatureKind::flag, "beta", "0"}}}, {"test", ""}));
  CHECK(must_run(follower->next()).flags.at("BETA").text == "0");
  CHECK(version() == "2");
  const auto log = must_run(store->log("pancake", {}));
  REQUIRE(log.size() == 2);
  CHECK(log[0].revision == 8);
  CHECK(log[0].from == "1");
  CHECK(log[1].who == "cli:ada");
  CHECK_FALSE(log[1].knows_from);
}

TEST_CASE("accepting a SQLite file makes it newer than any count") {
  const TemporaryFolder folder;
  const auto store = must(open_store("sqlite:" + folder.file("flags.db")));
  const auto accepted = must_run(store->accept_state("pancake", {"test", ""})).revision;
  CHECK(accepted > 1'700'000'000'000'000);
  CHECK(must_run(store->accept_state("pancake", {"test", ""})).revision > accepted);
}

TEST_CASE("a read-only SQLite file is read, and refuses writes with a clear error") {
  const TemporaryFolder folder;
  const auto path = folder.file("flags.db");
  must_run(
      must(open_store("sqlite:" + path))->apply("pancake", {Write{enable_beta}}, Author{"test"}));
  using std::filesystem::perms;
  const auto anybody_reads = perms::owner_read | perms::group_read | perms::others_read;
  const auto anybody_enters = perms::owner_exec | perms::group_exec | perms::others_exec;
  std::filesystem::permissions(path, anybody_reads);
  std::filesystem::permissions(folder.path(), anybody_reads | anybody_enters);
  {
    const WithoutRoot without_root;
    const auto reader = must(open_store("sqlite:" + path, false));
    CHECK(must_run(reader->read(sample_extension())).flags.at("BETA").text == "1");
    const auto writer = open_store("sqlite:" + path, true);
    const auto error =
        writer ? run((*writer)->apply("pancake", {Write{enable_beta}}, Author{"test"})).error()
               : writer.error();
    CHECK((error.code == ErrorCode::store_refused || error.code == ErrorCode::io));
    CHECK(error.message.find(path) != std::string::npos);
    INFO(error.message);
    const auto made = open_store("sqlite:" + folder.file("new.db"), true);
    REQUIRE_FALSE(made);
    CHECK(made.error().code == ErrorCode::io);
  }
  std::filesystem::permissions(folder.path(), perms::owner_all);
}

TEST_CASE("a file that is no database of ours is left alone and named") {
  const TemporaryFolder folder;
  const auto path = folder.file("notes.txt");
  std::ofstream(path) << std::string(5000, 'x');
  const auto text = open_store("sqlite:" + path);
  REQUIRE_FALSE(text);
  CHECK(text.error().code == ErrorCode::damaged);
  CHECK(text.error().message == "sqlite:" + path + ": is not a SQLite database: give another path");

  const auto foreign = folder.file("foreign.db");
  sqlite3* handle = nullptr;
  REQUIRE(sqlite3_open(foreign.c_str(), &handle) == SQLITE_OK);
  REQUIRE(sqlite3_exec(handle, "CREATE TABLE theirs (a)", nullptr, nullptr, nullptr) == SQLITE_OK);
  sqlite3_close(handle);
  const auto other = open_store("sqlite:" + foreign);
  REQUIRE_FALSE(other);
  CHECK(other.error().code == ErrorCode::store_refused);
  CHECK(other.error().message.find("another program") != std::string::npos);
}

TEST_CASE("a path that cannot be a file is named with what to do") {
  const TemporaryFolder folder;
  for (const auto& path : {folder.file("no/such/folder/flags.db"), folder.path().string()}) {
    const auto opened = open_store("sqlite:" + path);
    REQUIRE_FALSE(opened);
    CHECK(opened.error().code == ErrorCode::io);
    CHECK(opened.error().message.find(path) != std::string::npos);
  }
  CHECK(open_store("sqlite:").error().code == ErrorCode::usage);
  CHECK(open_store("mongodb://user:secret@host").error().code == ErrorCode::usage);
  CHECK(open_store("mongodb://user:secret@host").error().message.find("secret") ==
        std::string::npos);
}

}  // namespace pancake
