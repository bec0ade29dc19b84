#include "sync/full_snapshot.h"

#include <algorithm>
#include <tuple>

#include "pancake/snapshot_file.h"
#include "sync/snapshot_features.h"
#include "sync/snapshot_layer.h"

namespace pancake {

namespace {

/// An override that can be used; its text is the stored one.
struct Usable {
  std::uint32_t group;
  std::string_view object_id;
  std::uint32_t flag;
  bool on;
};

/// In the order in which the builder wants them: sorted while they are small and their texts stay
/// where they are.
std::vector<Usable> usable(const OverrideMeaning& meaning, const StoredOverrides& overrides) {
  std::vector<Usable> found;
  found.reserve(overrides.size());
  for (const StoredOverride& stored : overrides) {
    const auto group = meaning.group(stored.group);
    if (!group) continue;
    const auto on = OverrideMeaning::on_or_off(stored.object_id, stored.value);
    if (!on) continue;
    for (const auto flag : meaning.flags(stored.flag)) {
      found.push_back({*group, stored.object_id, flag, *on});
    }
  }
  std::ranges::sort(
      found, {}, [](const Usable& row) { return std::tuple(row.group, row.object_id, row.flag); });
  return found;
}

/// How many ids these are of.
std::uint32_t rows_of(const std::vector<Usable>& sorted) {
  std::uint32_t rows = 0;
  const Usable* before = nullptr;
  for (const Usable& row : sorted) {
    const bool is_same =
        before != nullptr && before->group == row.group && before->object_id == row.object_id;
    rows += is_same ? 0 : 1;
    before = &row;
  }
  return rows;
}

/// Opened; a base where there are so many rows that layers are worth it.
CoreResult<std::shared_ptr<const Snapshot>> written_anew(SnapshotBuilder& builder,
                                                         const std::vector<Usable>& rows,
                                                         bool is_base) {
  for (const Usable& row : rows) {
    const auto added = builder.add_override(row.group, row.object_id, row.flag, row.on);
    if (!added) return tl::unexpected<CoreError>(added.error());
  }
  if (is_base) builder.be_base();
  auto bytes = builder.build();
  if (!bytes) return tl::unexpected<CoreError>(bytes.error());
  return is_base ? open_base(std::move(*bytes)) : open_file(std::move(*bytes));
}

bool have_same_places(const FeatureTable& a, const FeatureTable& b) {
  const auto name = [](const FeatureRow& row) -> const std::string& { return row.definition.name; };
  return std::ranges::equal(a.groups, b.groups, {}, &GroupDefinition::id, &GroupDefinition::id) &&
         std::ranges::equal(a.switches, b.switches, {}, name, name) &&
         std::ranges::equal(a.flags, b.flags, {}, name, name) &&
         std::ranges::equal(a.samples, b.samples, {}, name, name);
}

}  // namespace

Result<void> make_full_snapshot(FeatureTable& table, const OverrideMeaning& meaning,
                                const FeatureTable* before, const LayerLimits& limits) {
  const auto refused = [&table](CoreError error) {
    return tl::unexpected(does_not_fit(table, error));
  };
  auto builder = snapshot_features(table, Scope::full);
  if (!builder) return tl::unexpected(builder.error());
  if (before != nullptr && before->full->override_row_count() >= limits.least_rows &&
      have_same_places(table, *before)) {
    auto layer = layer_after(*before, table.overrides, meaning, limits);
    if (layer) {
      auto written = layer->write(*builder);
      if (!written) return refused(written.error());
      table.full = std::move(*written);
      table.full_base = layer->base();
      return {};
    }
  }
  const auto rows = usable(meaning, table.overrides);
  const bool is_base = rows_of(rows) >= limits.least_rows;
  auto written = written_anew(*builder, rows, is_base);
  if (!written) return refused(written.error());
  table.full = std::move(*written);
  table.full_base = table.full;
  if (!is_base) return {};

  // A layer has room for many rows from the beginning: with an empty one now, the first change is
  // as small as all others.
  auto features = snapshot_features(table, Scope::full);
  if (!features) return tl::unexpected(features.error());
  auto empty = SnapshotLayer(table.full_base).write(*features);
  if (!empty) return refused(empty.error());
  table.full = std::move(*empty);
  return {};
}

}  // namespace pancake
