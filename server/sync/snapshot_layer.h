#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "pancake/error.h"
#include "pancake/snapshot_builder.h"
#include "sync/feature_table.h"
#include "sync/override_meaning.h"

namespace pancake {

/// What a layer says, over which base, before it is written. The texts are those of snapshots and
/// overrides that it was made of.
class SnapshotLayer {
 public:
  explicit SnapshotLayer(std::shared_ptr<const Snapshot> base) : base_(std::move(base)) {}

  void add(std::uint32_t group, std::string_view object_id, std::vector<std::uint32_t> entries) {
    rows_.push_back({group, object_id, std::move(entries)});
  }

  [[nodiscard]] const std::shared_ptr<const Snapshot>& base() const noexcept { return base_; }
  /// Writes and opens it, with the features that the builder has.
  [[nodiscard]] CoreResult<std::shared_ptr<const Snapshot>> write(SnapshotBuilder& builder) const;

 private:
  struct Row {
    std::uint32_t group;
    std::string_view object_id;
    std::vector<std::uint32_t> entries;
  };
  std::shared_ptr<const Snapshot> base_;
  std::vector<Row> rows_;
};

/// The layer that makes the overrides of the table before to these, all in the meaning that they
/// have for both. What the layer before said stays in front of it, byte by byte, until that is too
/// much: then it becomes part of the base. No value: it is better to write everything anew, since
/// most changed, or too much of the base does not count any more. Time: that of what changed, and
/// of the layer.
[[nodiscard]] std::optional<SnapshotLayer> layer_after(const FeatureTable& before,
                                                       const StoredOverrides& overrides,
                                                       const OverrideMeaning& meaning,
                                                       const LayerLimits& limits);

}  // namespace pancake
