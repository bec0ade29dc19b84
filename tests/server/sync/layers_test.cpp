#include <map>
#include <random>

#include "catch.h"
#include "pancake/delta.h"
#include "pancake/evaluation.h"
#include "pancake/snapshot_file.h"
#include "store/state_edit.h"
#include "sync/feature_table.h"

namespace pancake {

namespace {

constexpr LayerLimits small_limits{20, 12};

template <typename T>
T must(Result<T> result) {
  if (!result) FAIL(result.error().message);
  return std::move(*result);
}

ExtensionDefinition shop() {
  ExtensionDefinition extension = empty_extension("shop");
  extension.groups = {{"user", {IdSource::Kind::header, "X-User-Id"}, {}},
                      {"team", {IdSource::Kind::client, ""}, {}}};
  for (const char* name : {"A", "a", "B", "C"}) {
    extension.features.push_back({FeatureKind::flag, name, FeatureDefault{0, "false"}, "", false});
  }
  extension.features.push_back(
      {FeatureKind::switch_, "OPEN", FeatureDefault{1, "true"}, "", false});
  return extension;
}

using Overrides = std::map<std::pair<std::string, std::string>, std::map<std::string, bool>>;

/// What counts of a snapshot, each id once.
Overrides overrides_in(const Snapshot& snapshot) {
  Overrides overrides;
  for (std::uint32_t row = 0; row < snapshot.override_row_count(); ++row) {
    const auto said = snapshot.override_row(row);
    if (!said.counts) continue;
    auto& flags = overrides[{std::string(snapshot.group(said.group)), std::string(said.object_id)}];
    REQUIRE(flags.empty());
    for (const auto entry : said.entries) {
      flags[std::string(snapshot.name(entry >> 1U))] = (entry & 1U) != 0;
    }
  }
  return overrides;
}

/// What both answer every id that either knows, and one that none does.
void check_answers_alike(const Snapshot& a, const Snapshot& b) {
  REQUIRE(a.feature_count() == b.feature_count());
  auto ids = overrides_in(a);
  ids.merge(overrides_in(b));
  ids[{"user", "nobody"}] = {};
  for (const auto& [place, flags] : ids) {
    std::vector<std::optional<std::string_view>> visitor(a.group_count());
    for (std::uint32_t group = 0; group < a.group_count(); ++group) {
      if (a.group(group) == place.first) visitor[group] = place.second;
    }
    std::vector<Answer> of_a(a.feature_count());
    std::vector<Answer> of_b(b.feature_count());
    evaluate_all(a, Visitor{visitor, "abc"}, of_a);
    evaluate_all(b, Visitor{visitor, "abc"}, of_b);
    INFO(place.first << " " << place.second);
    REQUIRE(of_a == of_b);
  }
}

void check_delta(const Snapshot& from, const Snapshot& to) {
  const Bytes delta = write_delta(from, to);
  const Bytes old_file = file_of(from);
  const auto made = apply_delta(old_file.span(), delta.span());
  REQUIRE(made);
  const Bytes wanted = file_of(to);
  REQUIRE(std::ranges::equal(made->span(), wanted.span()));
  const auto opened = open_file(Bytes::copy_of(made->span()));
  REQUIRE(opened);
  REQUIRE((*opened)->features_hash() == to.features_hash());
}

}  // namespace

TEST_CASE("a table that is joined change by change says what one says that is joined at once") {
  for (std::uint32_t seed = 1; seed <= 10; ++seed) {
    INFO("seed " << seed);
    std::mt19937 random(seed);
    const auto below = [&random](std::uint32_t n) {
      return static_cast<std::uint32_t>(random()) % n;
    };
    const auto extension = shop();
    StoredState stored;
    FeatureTable table = must(join(extension, stored));
    int layers = 0;
    int bases = 0;
    for (int step = 0; step < 150; ++step) {
      INFO("step " << step);
      const std::string flag = std::string(1, static_cast<char>('A' + below(4)));  // D: nobody's
      const std::string group = below(40) == 0 ? "ghosts" : below(2) == 0 ? "user" : "team";
      const std::string id = below(60) == 0 ? std::string(1025, 'x') : std::to_string(below(60));
      for (std::uint32_t changes = 1 + below(3); changes > 0; --changes) {
        switch (below(16)) {
          case 0: edit(stored, SetState{FeatureKind::flag, flag, below(2) == 0 ? "1" : "x"}); break;
          case 1: edit(stored, ClearState{FeatureKind::flag, flag}); break;
          case 2:
            if (below(10) == 0) edit(stored, ClearOverrides{flag, group});
            break;
          case 3:
            if (below(8) == 0) {
              edit(stored, Define{{FeatureKind::flag, "D", FeatureDefault{1, "true"}, "", true}});
            }
            break;
          case 4:
            if (below(8) == 0) edit(stored, Undefine{FeatureKind::flag, "D"});
            break;
          case 5:
            stored.overrides.erase_if([](const StoredOverride& row) { return row.flag == "D"; });
            stored.overrides.push_back({"user", "D", "broken", {"maybe"}});
            break;
          case 6:
          case 7:
          case 8: edit(stored, ClearOverride{flag, group, std::to_string(below(60))}); break;
          default:
            edit(stored, SetOverride{flag, group, std::to_string(below(200)), below(2) == 0});
        }
      }
      edit(stored, SetOverride{flag, group, id, below(2) == 0});
      ++stored.revision;

      FeatureTable next = must(join(extension, stored, &table, small_limits));
      const FeatureTable whole = must(join(extension, stored));
      REQUIRE(next.problems == whole.problems);
      REQUIRE(next.full->revision() == stored.revision);
      REQUIRE(next.full->features_hash() == whole.full->features_hash());
      REQUIRE(overrides_in(*next.full) == overrides_in(*whole.full));
      check_answers_alike(*next.full, *whole.full);
      check_delta(*table.full, *next.full);
      REQUIRE(next.full_base.get() ==
              (next.full->base() == nullptr ? next.full.get() : next.full->base()));
      layers += next.full->base() == nullptr ? 0 : 1;
      bases += next.full_base == table.full_base ? 0 : 1;
      table = std::move(next);
    }
    CHECK(layers > 50);
    CHECK(bases > 5);
    CHECK(bases < 140);
  }
}

TEST_CASE("a change to one of many overrides costs bytes for that one") {
  const auto extension = shop();
  StoredState stored;
  for (int id = 0; id < 20'000; ++id) {
    stored.overrides.push_back({"user", "B", std::to_string(id), {"1"}});
  }
  const auto before = must(join(extension, stored));
  REQUIRE(before.full->base() == before.full_base.get());
  CHECK(before.full->override_row_count() == 20'000);
  stored.overrides.set_value(7'777, {"0"});
  const auto changed = must(join(extension, stored, &before));
  CHECK(changed.full->base() == before.full->base());
  CHECK(changed.override_of(2, 0, "7777") == false);
  CHECK(write_delta(*before.full, *changed.full).size() < 1'000);

  stored.flags["B"] = {"1"};
  const auto state = must(join(extension, stored, &changed));
  CHECK(state.full->base() == before.full->base());
  CHECK(state.override_of(2, 0, "7777") == false);
  CHECK(state.flags[2].state == 1.0);
}

TEST_CASE("of few overrides, and after another feature, everything is written anew") {
  const auto extension = shop();
  StoredState stored;
  for (int id = 0; id < 100; ++id) {
    stored.overrides.push_back({"user", "B", std::to_string(id), {"1"}});
  }
  const auto before = must(join(extension, stored));
  CHECK(before.full->base() == nullptr);
  const auto again = must(join(extension, stored, &before));
  CHECK(std::ranges::equal(again.full->bytes(), before.full->bytes()));
  stored.flags["NEW"] = {"1"};
  const auto layered = must(join(extension, stored, nullptr, small_limits));
  stored.flags["NEWER"] = {"1"};
  CHECK(must(join(extension, stored, &layered, small_limits)).full->base() != layered.full->base());
}

}  // namespace pancake
