#include "sync/snapshot_layer.h"

#include <algorithm>
#include <map>
#include <utility>

#include "pancake/snapshot_file.h"

namespace pancake {

namespace {

using Entries = std::vector<std::uint32_t>;
/// By (group, object id).
using Rows = std::map<std::pair<std::uint32_t, std::string_view>, Entries>;

void put(Entries& entries, std::uint32_t feature, std::optional<bool> on) {
  const auto place = std::ranges::lower_bound(entries, feature << 1U);
  const auto after =
      place != entries.end() && *place >> 1U == feature ? entries.erase(place) : place;
  if (on) entries.insert(after, feature << 1U | (*on ? 1U : 0U));
}

/// All that is said of each id of which something changed.
Rows changed_rows(const FeatureTable& before, const std::vector<OverrideChange>& changes,
                  const OverrideMeaning& meaning) {
  Rows rows;
  const auto saying = [&before](const auto& place) {
    return before.full->overrides_of(place.first, place.second);
  };
  for (const OverrideChange& change : changes) {
    const auto group = meaning.group(change.group);
    // An id that is too long was not used before either.
    if (!group || change.object_id.size() > max_object_id_bytes) continue;
    const std::pair place(*group, change.object_id);
    const auto [row, is_new] = rows.try_emplace(place);
    if (is_new) row->second.assign(saying(place).begin(), saying(place).end());
    const auto on = change.value == nullptr
                        ? std::nullopt
                        : OverrideMeaning::on_or_off(change.object_id, *change.value);
    for (const auto flag : meaning.flags(change.flag)) {
      put(row->second, before.feature(FeatureKind::flag, flag), on);
    }
  }
  std::erase_if(rows,
                [&](const auto& row) { return std::ranges::equal(row.second, saying(row.first)); });
  return rows;
}

std::uint32_t base_rows(const Snapshot& snapshot) {
  return snapshot.base() == nullptr ? snapshot.override_row_count()
                                    : snapshot.base()->override_row_count();
}

/// Whether over a quarter of the rows takes room for nothing.
bool is_worn(const Snapshot& snapshot) {
  std::uint32_t dead = 0;
  const std::uint32_t rows = snapshot.override_row_count();
  for (std::uint32_t row = 0; row < rows; ++row) dead += snapshot.override_row(row).counts ? 0 : 1;
  return dead > rows / 4;
}

/// The base of layers from here on: what a layer and its base say together.
std::shared_ptr<const Snapshot> flat(const Snapshot& layer) {
  auto bytes = flatten(layer);
  if (!bytes) return nullptr;
  auto opened = open_base(std::move(*bytes));
  return opened ? std::move(*opened) : nullptr;
}

}  // namespace

CoreResult<std::shared_ptr<const Snapshot>> SnapshotLayer::write(SnapshotBuilder& builder) const {
  builder.set_base(*base_);
  for (const Row& row : rows_) {
    const auto added = builder.add_row(row.group, row.object_id, row.entries);
    if (!added) return tl::unexpected<CoreError>(added.error());
  }
  auto bytes = builder.build();
  if (!bytes) return tl::unexpected<CoreError>(bytes.error());
  return open_layer(std::move(*bytes), base_);
}

std::optional<SnapshotLayer> layer_after(const FeatureTable& before,
                                         const StoredOverrides& overrides,
                                         const OverrideMeaning& meaning,
                                         const LayerLimits& limits) {
  const auto changes = difference(before.overrides, overrides);
  if (changes.size() > limits.most_rows) return std::nullopt;
  Rows changed = changed_rows(before, changes, meaning);
  const Snapshot& old = *before.full;
  const std::uint32_t begin = base_rows(old);
  const bool too_much = old.override_row_count() - begin + changed.size() > limits.most_rows;
  if (too_much && old.base() != nullptr && is_worn(old)) return std::nullopt;

  SnapshotLayer layer(too_much && old.base() != nullptr ? flat(old) : before.full_base);
  if (layer.base() == nullptr) return std::nullopt;
  if (!too_much) {
    for (std::uint32_t row = begin; row < old.override_row_count(); ++row) {
      const Snapshot::OverrideRow said = old.override_row(row);
      layer.add(said.group, said.object_id, {said.entries.begin(), said.entries.end()});
    }
  }
  for (auto& [place, entries] : changed) layer.add(place.first, place.second, std::move(entries));
  return layer;
}

}  // namespace pancake
