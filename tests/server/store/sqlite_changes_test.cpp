// What a follower of a SQLite file reads again after a change.
#include <sqlite3.h>

#include <algorithm>
#include <random>

#include "following.h"
#include "run.h"
#include "sample_extension.h"
#include "store/store.h"
#include "temporary_folder.h"

namespace pancake {

using test::Following;
using test::must;
using test::must_run;
using test::sample_extension;
using test::TemporaryFolder;

namespace {

/// A SQLite file with its follower.
struct Followed {
  TemporaryFolder folder;
  std::string path = folder.file("flags.db");
  std::unique_ptr<Store> store = must(open_store("sqlite:" + path));
  Following following{*store};

  void write(const std::vector<Change>& changes) {
    std::vector<Write> writes;
    for (const Change& change : changes) writes.push_back({change, std::nullopt});
    must_run(store->apply("pancake", writes, Author{"test"}));
  }

  /// What the follower tells next, which must be what the file says to who reads all of it.
  StoredState next() {
    StoredState told = must(following.next());
    const StoredState read = must_run(store->read(sample_extension()));
    CHECK(told.revision == read.revision);
    CHECK(told.flags == read.flags);
    CHECK(told.overrides.size() == read.overrides.size());
    CHECK(told.overrides.flags() == read.overrides.flags());
    CHECK(told.overrides.hash_sum() == read.overrides.hash_sum());
    CHECK(difference(told.overrides, read.overrides).empty());
    return told;
  }
};

/// Overrides of so many ids of one flag.
std::vector<Change> overrides(int ids, const std::string& flag = "BETA") {
  std::vector<Change> changes;
  for (int id = 0; id < ids; ++id) {
    changes.emplace_back(SetOverride{flag, "user", std::to_string(id), true});
  }
  return changes;
}

/// How many chunks of one list are not in the other.
std::size_t new_chunks(const StoredOverrides& list, const StoredOverrides& before) {
  const auto old = before.chunks();
  return static_cast<std::size_t>(std::ranges::count_if(list.chunks(), [&old](const auto& chunk) {
    return std::ranges::find(old, chunk) == old.end();
  }));
}

}  // namespace

TEST_CASE("of many overrides in a SQLite file those beside a changed one are read again") {
  Followed followed;
  followed.write(overrides(20'000));
  StoredOverrides before = followed.next().overrides;
  REQUIRE(before.chunks().size() >= 20);
  for (const Change& change : std::initializer_list<Change>{
           SetOverride{"beta", "user", "777", false}, ClearOverride{"beta", "user", "12000"},
           SetOverride{"beta", "user", "a new one", true}, SetOverride{"alpha", "user", "0", true},
           SetOverride{"zeta", "\xc3\xbc", "", false}}) {
    followed.write({change});
    const StoredOverrides now = followed.next().overrides;
    CHECK(new_chunks(now, before) == 1);
    before = now;
  }
  followed.write({SetState{FeatureKind::flag, "beta", "1"}});
  CHECK(new_chunks(followed.next().overrides, before) == 0);
}

TEST_CASE("whatever is changed in a SQLite file, its follower tells all of it") {
  const auto seed = std::random_device()();
  INFO("seed " << seed);
  std::mt19937 random(seed);
  const auto below = [&random](std::uint32_t n) {
    return static_cast<std::uint32_t>(random()) % n;
  };
  Followed followed;
  for (int round = 0; round < 120; ++round) {
    INFO("round " << round);
    std::vector<Change> changes;
    for (std::uint32_t count = 1 + (below(8) == 0 ? below(3'000) : below(5)); count > 0; --count) {
      const std::string flag(1, "abcd"[below(4)]);
      const std::string group = below(3) == 0 ? "team" : "user";
      const std::string id = std::to_string(below(5'000));
      switch (below(40)) {
        case 0: changes.emplace_back(ClearOverrides{flag, group}); break;
        case 1: changes.emplace_back(SetState{FeatureKind::flag, flag, "1"}); break;
        case 2:
        case 3:
        case 4: changes.emplace_back(ClearOverride{flag, group, id}); break;
        default: changes.emplace_back(SetOverride{flag, group, id, below(2) == 0});
      }
    }
    // Several revisions may come between two looks.
    for (std::uint32_t more = below(3); more > 0; --more) followed.write({changes.front()});
    followed.write(changes);
    (void)followed.next();
  }
}

TEST_CASE("a SQLite file that tells no whole history is read anew") {
  Followed followed;
  followed.write(overrides(3'000));
  (void)followed.next();
  const auto run_sql = [&followed](const char* sql) {
    sqlite3* database = nullptr;
    REQUIRE(sqlite3_open(followed.path.c_str(), &database) == SQLITE_OK);
    CHECK(sqlite3_exec(database, sql, nullptr, nullptr, nullptr) == SQLITE_OK);
    sqlite3_close(database);
  };
  SECTION("an entry of the log is missing") {
    run_sql(
        "UPDATE revisions SET revision = revision + 2; DELETE FROM overrides WHERE object_id = "
        "'5'");
    CHECK(followed.next().overrides.size() == 2'999);
  }
  SECTION("it is the history of another time") {
    run_sql(
        "UPDATE changes SET at = at + 1; UPDATE overrides SET value = '0' WHERE object_id = '7'");
    followed.write({SetOverride{"beta", "user", "0", false}});
    (void)followed.next();
  }
  SECTION("the store was accepted as it is") {
    run_sql("DELETE FROM overrides WHERE object_id = '9'");
    must_run(followed.store->accept_state("pancake", Author{"test"}));
    CHECK(followed.next().overrides.size() == 2'999);
  }
}

}  // namespace pancake
