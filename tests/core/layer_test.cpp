#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "catch.h"
#include "pancake/delta.h"
#include "pancake/evaluation.h"
#include "pancake/personal_snapshot.h"
#include "pancake/snapshot_builder.h"
#include "pancake/snapshot_file.h"
#include "snapshot_from_json.h"
#include "vectors.h"

namespace pancake {
namespace {

using Key = std::pair<std::uint32_t, std::string>;  // group, object id
using Row = std::map<std::uint32_t, bool>;          // flag, on

constexpr std::uint32_t switches = 2;
constexpr std::uint32_t flags = 5;

/// Everything but the overrides, which every snapshot here has alike.
SnapshotBuilder builder(std::uint64_t revision, Setting state = Setting::unset) {
  SnapshotBuilder made("shop", Scope::full, revision);
  for (const char* group : {"user", "team", ""}) REQUIRE(made.add_group(group));
  for (std::uint32_t n = 0; n < switches; ++n) {
    REQUIRE(made.add_switch({"S" + std::to_string(n), Setting::on, state, true}));
  }
  for (std::uint32_t n = 0; n < flags; ++n) {
    REQUIRE(made.add_flag({"F" + std::to_string(n), Setting::off, state, n % 2 == 0}));
  }
  REQUIRE(made.add_sample({"R", 50.0, {}, {}, true}));
  return made;
}

std::shared_ptr<const Snapshot> opened(SnapshotBuilder& builder) {
  builder.be_base();
  return open_base(builder.build().value()).value();
}

/// Overrides that change at random, as one snapshot that is built anew, and as a layer.
struct Overrides {
  std::map<Key, Row> rows;

  [[nodiscard]] std::shared_ptr<const Snapshot> built(std::uint64_t revision) const {
    SnapshotBuilder made = builder(revision);
    for (const auto& [key, row] : rows) {
      for (const auto& [flag, on] : row) {
        REQUIRE(made.add_override(key.first, key.second, flag, on));
      }
    }
    return opened(made);
  }

  /// Changes the row of one id; gives its key.
  Key change(std::mt19937_64& random) {
    const auto below = [&random](std::size_t n) { return random() % n; };
    std::string id = below(20) == 0 ? "" : std::to_string(below(60));
    if (below(3) == 0) id += "-and-a-longer-id";
    const Key key{static_cast<std::uint32_t>(below(3)), std::move(id)};
    Row& row = rows[key];
    const auto flag = static_cast<std::uint32_t>(below(flags));
    switch (below(3)) {
      case 0: row[flag] = true; break;
      case 1: row[flag] = false; break;
      default: row.erase(flag);
    }
    return key;
  }

  [[nodiscard]] std::vector<std::uint32_t> entries(const Key& key) const {
    std::vector<std::uint32_t> entries;
    for (const auto& [flag, on] : rows.at(key)) {
      entries.push_back((switches + flag) << 1U | (on ? 1U : 0U));
    }
    return entries;
  }
};

struct LayerRow {
  Key key;
  std::vector<std::uint32_t> entries;
};

SnapshotBuilder layer_builder(const Snapshot& base, const std::vector<LayerRow>& rows,
                              std::uint64_t revision) {
  SnapshotBuilder made = builder(revision);
  made.set_base(base);
  for (const auto& [key, entries] : rows) REQUIRE(made.add_row(key.first, key.second, entries));
  return made;
}

/// The rows that count, in an order that does not depend on how they are kept.
std::map<Key, std::vector<std::uint32_t>> rows_that_count(const Snapshot& snapshot) {
  std::map<Key, std::vector<std::uint32_t>> rows;
  for (std::uint32_t place = 0; place < snapshot.override_row_count(); ++place) {
    const auto row = snapshot.override_row(place);
    if (!row.counts) continue;
    const Key key{row.group, std::string(row.object_id)};
    REQUIRE_FALSE(rows.contains(key));
    rows[key] = {row.entries.begin(), row.entries.end()};
  }
  return rows;
}

std::string answers(const Snapshot& snapshot, const std::string& id) {
  const std::vector<std::optional<std::string_view>> ids(3, id);
  std::vector<Answer> all(snapshot.feature_count());
  evaluate_all(snapshot, {ids, "abc"}, all);
  std::string text;
  for (const Answer answer : all) text += std::to_string(answer.bits) + " ";
  return text;
}

std::string text_of(std::span<const std::uint8_t> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

void require_same(const Snapshot& snapshot, const Snapshot& expected) {
  REQUIRE(rows_that_count(snapshot) == rows_that_count(expected));
  for (int id = 0; id < 62; ++id) {
    REQUIRE(answers(snapshot, std::to_string(id)) == answers(expected, std::to_string(id)));
  }
  REQUIRE(answers(snapshot, "") == answers(expected, ""));
  const std::vector<std::optional<std::string_view>> ids(3, "7");
  const auto personal = [&ids](const Snapshot& of) {
    const Bytes bytes = personal_snapshot(of, ids, std::nullopt).value();
    return Snapshot::open(Bytes::copy_of(bytes.span())).value().content_hash();
  };
  REQUIRE(personal(snapshot) == personal(expected));
}

void require_delta(const Snapshot& from, const Snapshot& to) {
  const Bytes delta = write_delta(from, to);
  const Bytes made = apply_delta(file_of(from).span(), delta.span()).value();
  REQUIRE(text_of(made.span()) == text_of(file_of(to).span()));
}

}  // namespace

TEST_CASE("a layer over a base answers as one snapshot with all of it does") {
  std::mt19937_64 random(20'261'123);
  for (int walk = 0; walk < 30; ++walk) {
    Overrides overrides;
    for (int step = 0; step < 100; ++step) overrides.change(random);
    std::erase_if(overrides.rows, [](const auto& row) { return row.second.empty(); });
    std::shared_ptr<const Snapshot> base = overrides.built(1);
    std::shared_ptr<const Snapshot> before = base;
    std::vector<LayerRow> rows;
    for (std::uint64_t revision = 2; revision < 60; ++revision) {
      INFO("walk " << walk << ", revision " << revision);
      const Key key = overrides.change(random);
      rows.push_back({key, overrides.entries(key)});
      auto layer = open_layer(layer_builder(*base, rows, revision).build().value(), base).value();
      const auto expected = overrides.built(revision);

      require_same(*layer, *expected);
      require_same(*open_file(file_of(*layer)).value(), *expected);
      require_same(*open_base(flatten(*layer).value()).value(), *expected);
      require_delta(*before, *layer);
      require_delta(*layer, *before);
      before = std::move(layer);
      if (random() % 16 == 0) {
        base = open_base(flatten(*before).value()).value();
        require_delta(*before, *base);
        rows.clear();
        before = open_layer(layer_builder(*base, rows, revision).build().value(), base).value();
        require_delta(*base, *before);
      }
    }
  }
}

TEST_CASE("an override that changes among many is a delta of less than a kilobyte") {
  SnapshotBuilder made = builder(1);
  for (int id = 0; id < 20'000; ++id) {
    REQUIRE(
        made.add_override(0, "an-id-of-36-characters-as-uuids-are-" + std::to_string(id), 1, true));
  }
  const auto base = opened(made);
  std::vector<LayerRow> rows;
  auto before = open_layer(layer_builder(*base, rows, 1).build().value(), base).value();
  for (std::uint64_t revision = 2; revision < 3'000; ++revision) {
    rows.push_back({{0, std::to_string(revision % 2'000)}, {switches << 1U | 1U}});
    auto after = open_layer(layer_builder(*base, rows, revision).build().value(), base).value();
    const std::size_t size = write_delta(*before, *after).size();
    if (revision % 100 == 2) require_delta(*before, *after);
    REQUIRE(size < 400);
    before = std::move(after);
  }
}

TEST_CASE("a state that changes under a layer is as small") {
  SnapshotBuilder made = builder(1);
  REQUIRE(made.add_override(0, "someone", 1, true));
  const auto base = opened(made);
  const auto layer_with = [&](Setting state, std::uint64_t revision) {
    SnapshotBuilder layer = builder(revision, state);
    layer.set_base(*base);
    return open_layer(layer.build().value(), base).value();
  };
  const auto off = layer_with(Setting::off, 2);
  const auto on = layer_with(Setting::on, 3);
  CHECK(write_delta(*off, *on).size() < 200);
  CHECK(off->features_hash() != on->features_hash());
  CHECK(off->features_hash() == layer_with(Setting::off, 9)->features_hash());
  const std::vector<std::optional<std::string_view>> ids{"nobody", std::nullopt, std::nullopt};
  CHECK(evaluate(*on, switches, {ids, ""}).answer.is_active());
  CHECK_FALSE(evaluate(*off, switches, {ids, ""}).answer.is_active());
}

TEST_CASE("an id whose layer row is empty overrides nothing any more") {
  SnapshotBuilder made = builder(1);
  REQUIRE(made.add_override(0, "someone", 1, true));
  const auto base = opened(made);
  const auto layer =
      open_layer(layer_builder(*base, {{{0, "someone"}, {}}}, 2).build().value(), base).value();
  CHECK(layer->overrides_of(0, "someone").empty());
  CHECK(rows_that_count(*layer).empty());
  CHECK_FALSE(base->overrides_of(0, "someone").empty());
}

TEST_CASE("a layer is refused over another base, and alone") {
  const auto base = Overrides().built(1);
  const auto other = Overrides().built(2);
  const auto layer = [&] { return layer_builder(*base, {}, 3).build().value(); };
  CHECK(Snapshot::open(layer(), base.get()));
  CHECK(Snapshot::open(layer(), other.get()).error() == CoreError::wrong_checksum);
  CHECK(Snapshot::open(layer()).error() == CoreError::wrong_checksum);
  CHECK(Snapshot::open(Overrides().built(1)->bytes().empty() ? Bytes() : file_of(*base), base.get())
            .error() == CoreError::wrong_checksum);
}

TEST_CASE("a layer is refused over a base with other numbers of features or groups") {
  const auto base = Overrides().built(1);
  const auto over_base = [&base](auto add) {
    SnapshotBuilder made = builder(2);
    add(made);
    made.set_base(*base);
    return Snapshot::open(made.build().value(), base.get());
  };
  CHECK(over_base([](SnapshotBuilder&) {}));
  CHECK(over_base([](SnapshotBuilder& made) { REQUIRE(made.add_flag({"MORE"})); }).error() ==
        CoreError::broken_structure);
  CHECK(over_base([](SnapshotBuilder& made) { REQUIRE(made.add_group("more")); }).error() ==
        CoreError::broken_structure);
  const auto layer = open_layer(layer_builder(*base, {}, 3).build().value(), base).value();
  CHECK(Snapshot::open(layer_builder(*layer, {}, 4).build().value(), layer.get()).error() ==
        CoreError::broken_structure);
}

TEST_CASE("a file is refused with a layer that is damaged, cut or not of its base") {
  Overrides overrides;
  overrides.rows[{0, "someone"}][1] = true;
  const auto base = overrides.built(1);
  const auto layer =
      open_layer(layer_builder(*base, {{{0, "x"}, {switches << 1U}}}, 2).build().value(), base)
          .value();
  const Bytes file = file_of(*layer);
  REQUIRE(open_file(Bytes::copy_of(file.span())));
  for (std::size_t place = 0; place < file.size(); ++place) {
    INFO("byte " << place);
    CHECK_FALSE(open_file(Bytes::copy_of(file.span().first(place))));
    if (place >= base->bytes().size() && place < layer_offset(*base)) continue;
    Bytes damaged = Bytes::copy_of(file.span());
    damaged.data()[place] ^= 1U;
    CHECK_FALSE(open_file(std::move(damaged)));
  }
}

TEST_CASE("a base is refused as a snapshot that stands alone, and such a one as a base") {
  SnapshotBuilder made = builder(1);
  const Bytes whole = made.build().value();
  made.be_base();
  const Bytes base = made.build().value();
  CHECK(Snapshot::open(Bytes::copy_of(whole.span())));
  CHECK(Snapshot::open_base(Bytes::copy_of(base.span())));
  CHECK(Snapshot::open(Bytes::copy_of(base.span())).error() == CoreError::wrong_checksum);
  CHECK(Snapshot::open_base(Bytes::copy_of(whole.span())).error() == CoreError::wrong_checksum);
}

TEST_CASE("the bytes of files with layers and their answers are those of the vectors") {
  const auto file = test::vectors("layers.json");
  for (const auto& row : file["cases"]) {
    INFO(row["title"]);
    SnapshotBuilder of_base = test::builder_from_json(row["base"]);
    const auto base = opened(of_base);
    SnapshotBuilder of_layer = test::builder_from_json(row["layer"]);
    of_layer.set_base(*base);
    const auto place_in = [&row](const char* list, const nlohmann::json& wanted) {
      const auto& all = row["layer"][list];
      const auto is_wanted = [&wanted](const nlohmann::json& each) {
        return (each.is_object() ? each["name"] : each) == wanted;
      };
      return static_cast<std::uint32_t>(std::ranges::find_if(all, is_wanted) - all.begin());
    };
    for (const auto& said : row["layer"]["rows"]) {
      std::vector<std::uint32_t> entries;
      for (const auto& [name, on] : said["flags"].items()) {
        const auto feature = base->switch_count() + place_in("flags", name);
        entries.push_back(feature << 1U | (on.get<bool>() ? 1U : 0U));
      }
      REQUIRE(of_layer.add_row(place_in("groups", said["group"]), said["id"].get<std::string>(),
                               entries));
    }
    const auto layer = open_layer(of_layer.build().value(), base).value();
    CHECK(test::short_hex(file_of(*layer).span()) == row["hex"].get<std::string>());

    for (const auto& visitor : row["answers"]) {
      std::vector<std::string> active;
      std::vector<std::optional<std::string_view>> ids;
      for (const auto& group : row["layer"]["groups"]) {
        const auto id = visitor.find(group.get<std::string>());
        ids.push_back(id == visitor.end()
                          ? std::nullopt
                          : std::optional(std::string_view(id->get_ref<const std::string&>())));
      }
      for (std::uint32_t feature = 0; feature < layer->switch_count() + layer->flag_count();
           ++feature) {
        if (evaluate(*layer, feature, {ids, ""}).answer.is_active()) {
          active.emplace_back(layer->name(feature));
        }
      }
      CHECK(active == visitor["active"].get<std::vector<std::string>>());
    }
  }
}

TEST_CASE("rows of a layer are refused for flags, groups and ids that are none") {
  const auto base = Overrides().built(1);
  SnapshotBuilder made = builder(2);
  made.set_base(*base);
  const auto add = [&made](std::uint32_t group, const std::string& id,
                           const std::vector<std::uint32_t>& entries) {
    return made.add_row(group, id, entries);
  };
  CHECK(add(3, "id", {}).error() == CoreError::unknown_group);
  CHECK(add(0, std::string(1'025, 'x'), {}).error() == CoreError::object_id_too_long);
  CHECK(add(0, "id", {(switches - 1) << 1U}).error() == CoreError::unknown_flag);
  CHECK(add(0, "id", {(switches + flags) << 1U}).error() == CoreError::unknown_flag);
  CHECK(add(0, "id", {switches << 1U, switches << 1U}).error() == CoreError::unknown_flag);
  CHECK(add(0, "id", {switches << 1U, (switches + 1) << 1U}));
}

}  // namespace pancake
