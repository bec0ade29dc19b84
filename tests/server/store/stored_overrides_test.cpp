#include "store/stored_overrides.h"

#include <algorithm>
#include <map>
#include <random>
#include <tuple>

#include "catch.h"

namespace pancake {

namespace {

using Key = std::tuple<std::string, std::string, std::string>;
using Content = std::map<Key, std::string>;

StoredOverride row(const std::string& object_id, const std::string& text = "1") {
  return {"user", "A", object_id, {text}};
}

Content content_of(const StoredOverrides& overrides) {
  Content content;
  for (const auto& one : overrides) {
    content[{one.flag, one.group, one.object_id}] = one.value.text;
  }
  return content;
}

StoredOverrides many(std::size_t count) {
  StoredOverrides overrides;
  for (std::size_t id = 0; id < count; ++id) overrides.push_back(row(std::to_string(id)));
  return overrides;
}

/// How many chunks of one list are another's, too.
std::ptrdiff_t shared(const StoredOverrides& a, const StoredOverrides& b) {
  return std::ranges::count_if(a.chunks(), [&b](const auto& chunk) {
    return std::ranges::find(b.chunks(), chunk) != b.chunks().end();
  });
}

/// Sorted as of_sorted() wants them.
std::vector<StoredOverride> rows_of(const Content& content) {
  std::vector<StoredOverride> rows;
  for (const auto& [key, text] : content) {
    const auto& [flag, group, object_id] = key;
    rows.push_back({group, flag, object_id, {text}});
  }
  return rows;
}

}  // namespace

TEST_CASE("a copy shares all chunks, and a change is written to one of its own") {
  auto overrides = many(5'000);
  const auto before = overrides;
  REQUIRE(before.chunks().size() == 5);
  CHECK(shared(overrides, before) == 5);

  overrides.set_value(2'500, {"0"});
  CHECK(shared(overrides, before) == 4);
  CHECK(before[2'500].value.text == "1");
  CHECK(overrides[2'500].value.text == "0");

  const auto* const own = overrides.chunks()[2].get();
  overrides.set_value(2'501, {"0"});
  CHECK(overrides.chunks()[2].get() == own);

  overrides.take_out(0);
  CHECK(shared(overrides, before) == 2);
  CHECK(overrides[0].object_id == "4999");
  CHECK(before[0].object_id == "0");
  CHECK(overrides.size() == 4'999);
  CHECK(before.size() == 5'000);
}

TEST_CASE("what is known of a chunk follows what is written to it") {
  auto overrides = many(10);
  const auto sum = overrides.hash_sum();
  CHECK(overrides.chunks()[0]->digest().plain);
  const auto before = overrides;
  overrides.push_back({"team", "B", "1", {"maybe"}});
  const auto& digest = overrides.chunks()[0]->digest();
  CHECK_FALSE(digest.plain);
  CHECK(digest.groups.contains("team"));
  CHECK(overrides.flags() == StoredOverrides::Counts{{"A", 10}, {"B", 1}});
  CHECK(overrides.hash_sum() != sum);
  CHECK(before.hash_sum() == sum);
  overrides.take_out(10);
  CHECK(overrides.hash_sum() == sum);
  CHECK(overrides.flags() == StoredOverrides::Counts{{"A", 10}});
  for (const StoredOverride& odd :
       {row(std::string(1025, 'x')), StoredOverride{"user", "A", "a", {"list", true}}}) {
    CHECK_FALSE(StoredOverrides{odd}.chunks()[0]->digest().plain);
  }
  CHECK(StoredOverrides{row(std::string(1024, 'x'), "0")}.chunks()[0]->digest().plain);
}

TEST_CASE("the last row can go, and a list can be emptied and filled again") {
  auto overrides = many(1'025);
  overrides.take_out(1'024);
  CHECK(overrides.chunks().size() == 1);
  overrides.erase_if([](const StoredOverride&) { return true; });
  CHECK(overrides.empty());
  CHECK(overrides.begin() == overrides.end());
  CHECK(overrides.chunks().empty());
  overrides.push_back(row("a"));
  CHECK(overrides.size() == 1);
}

TEST_CASE("the difference of two lists names what was added, changed and removed") {
  auto after = many(3'000);
  const auto before = after;
  CHECK(difference(before, after).empty());
  after.set_value(5, {"0"});
  after.take_out(1'500);
  after.push_back(row("new"));
  Content named;
  for (const auto& change : difference(before, after)) {
    named[{std::string(change.flag), std::string(change.group), std::string(change.object_id)}] =
        change.value == nullptr ? "none" : change.value->text;
  }
  CHECK(named == Content{{{"A", "user", "5"}, "0"},
                         {{"A", "user", "1500"}, "none"},
                         {{"A", "user", "new"}, "1"}});
  CHECK(difference(before, {}).size() == 3'000);
  CHECK(difference({}, before).size() == 3'000);
}

TEST_CASE("through any changes, lists are what they should be and differ by what was changed") {
  std::mt19937 random(20'261'123);
  const auto below = [&](std::size_t n) { return random() % n; };
  auto overrides = many(4'000);
  auto sorted = StoredOverrides::of_sorted(rows_of(content_of(overrides)), {});
  for (int round = 0; round < 300; ++round) {
    const auto before = overrides;
    auto content = content_of(before);
    for (std::size_t changes = below(4); changes > 0; --changes) {
      const auto at = below(overrides.size());
      switch (below(3)) {
        case 0: overrides.set_value(at, {std::to_string(below(2))}); break;
        case 1: overrides.take_out(at); break;
        default:
          overrides.push_back(row("n" + std::to_string(round) + "-" + std::to_string(changes)));
      }
    }
    REQUIRE(content_of(before) == content);
    for (const auto& change : difference(before, overrides)) {
      const Key key{std::string(change.flag), std::string(change.group),
                    std::string(change.object_id)};
      if (change.value == nullptr) {
        content.erase(key);
      } else {
        content[key] = change.value->text;
      }
    }
    REQUIRE(content == content_of(overrides));
    REQUIRE(content.size() == overrides.size());

    const auto next = StoredOverrides::of_sorted(rows_of(content), sorted);
    REQUIRE(content_of(next) == content);
    REQUIRE(next.size() == content.size());
    REQUIRE(next.hash_sum() == overrides.hash_sum());
    REQUIRE(shared(next, sorted) + 8 >= static_cast<std::ptrdiff_t>(sorted.chunks().size()));
    sorted = next;
  }
}

TEST_CASE("sorted rows keep the chunks in which nothing changed") {
  auto content = content_of(many(10'000));
  const auto before = StoredOverrides::of_sorted(rows_of(content), {});
  REQUIRE(before.chunks().size() == 10);
  CHECK(shared(StoredOverrides::of_sorted(rows_of(content), before), before) == 10);
  content[{"A", "user", "55555"}] = "1";
  CHECK(shared(StoredOverrides::of_sorted(rows_of(content), before), before) == 9);
  content.erase({"A", "user", "9"});
  CHECK(shared(StoredOverrides::of_sorted(rows_of(content), before), before) == 8);
}

TEST_CASE("chunks that get smaller and smaller are made anew") {
  auto content = content_of(many(40'000));
  auto overrides = StoredOverrides::of_sorted(rows_of(content), {});
  for (int left = 40; left >= 1; left /= 2) {
    std::erase_if(content, [left](const auto& one) {
      return std::stoi(std::get<2>(one.first)) % 1'000 >= left;
    });
    overrides = StoredOverrides::of_sorted(rows_of(content), overrides);
    CHECK(content_of(overrides) == content);
    CHECK(overrides.chunks().size() <= 8 + 4 * content.size() / 1'024);
  }
}

}  // namespace pancake
