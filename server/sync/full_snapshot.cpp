#include "sync/full_snapshot.h"

#include <algorithm>
#include <tuple>

#include "sync/snapshot_features.h"

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

}  // namespace

Result<std::shared_ptr<const Snapshot>> full_snapshot(const FeatureTable& table,
                                                      const OverrideMeaning& meaning,
                                                      const StoredOverrides& overrides) {
  const auto refused = [&table](CoreError error) {
    return tl::unexpected(does_not_fit(table, error));
  };
  auto builder = snapshot_features(table, Scope::full);
  if (!builder) return tl::unexpected(builder.error());
  for (const Usable& row : usable(meaning, overrides)) {
    const auto added = builder->add_override(row.group, row.object_id, row.flag, row.on);
    if (!added) return refused(added.error());
  }
  auto bytes = builder->build();
  if (!bytes) return refused(bytes.error());
  auto snapshot = Snapshot::open(std::move(*bytes));
  if (!snapshot) return refused(snapshot.error());
  return std::make_shared<const Snapshot>(std::move(*snapshot));
}

}  // namespace pancake
