#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "definitions/definitions.h"
#include "pancake/bytes.h"
#include "pancake/feature.h"
#include "pancake/snapshot.h"
#include "store/store.h"

namespace pancake {

/// One feature with what its definition and the store say.
struct FeatureRow {
  FeatureDefinition definition;  ///< `fallback` has no value for a discovered feature
  /// Switches and flags: 0 or 1. Samples: the ratio. No value: nothing (usable) is stored.
  std::optional<double> state;
  /// Why what is stored cannot be used: "holds a Redis list", "'abc' is not a number".
  std::optional<std::string> problem;

  /// State, else default, else nothing (flask-pancake 0.5.2 `is_active_globally`, `get`).
  [[nodiscard]] std::optional<double> value() const;
};

/// Definitions and stored state of one extension, joined: what lists, overviews and snapshots
/// are made from.
struct FeatureTable {
  std::string extension;
  std::uint64_t revision = 0;
  std::vector<GroupDefinition> groups;
  /// Definitions file first, in its order, then definitions in the store, then discovered
  /// features by name.
  std::vector<FeatureRow> switches;
  std::vector<FeatureRow> flags;
  std::vector<FeatureRow> samples;
  /// One line for each thing in the store that cannot be used; no object id in it.
  std::vector<std::string> problems;
  /// What is stored of overrides.
  StoredOverrides overrides;
  /// All of it as core evaluates it, discovered features included, never null. Overrides are joined
  /// nowhere else: there may be a million. Groups, switches, flags and samples have the same places
  /// in it; an override that cannot be used is not in it, but in `problems`.
  std::shared_ptr<const Snapshot> full;
  /// What `full` is a layer over; itself, if it is none. Without a table before, nothing is in the
  /// layer that is not in here.
  std::shared_ptr<const Snapshot> full_base;

  [[nodiscard]] const std::vector<FeatureRow>& of(FeatureKind kind) const;
  /// The row of a feature by its exact name; no value if there is none.
  [[nodiscard]] std::optional<std::size_t> find(FeatureKind kind, std::string_view name) const;
  /// The number of this row's feature in `full`.
  [[nodiscard]] std::uint32_t feature(FeatureKind kind, std::size_t row) const;
  /// On or off of one override, or no value (flask-pancake 0.5.2 `is_active_group`).
  [[nodiscard]] std::optional<bool> override_of(std::size_t flag, std::size_t group,
                                                std::string_view object_id) const;
};

/// When a change to a few of many overrides is written as a layer (pancake/snapshot.h).
struct LayerLimits {
  /// Never: for a snapshot that is taken away as it is.
  static constexpr LayerLimits none() { return {std::numeric_limits<std::uint32_t>::max(), 0}; }

  /// Of fewer rows there is no layer, and everything is written anew: equal states are equal bytes
  /// then, all but their revision.
  std::uint32_t least_rows = 4096;
  /// Beyond so many rows of its own a layer becomes part of the base.
  std::uint32_t most_rows = 4096;
};

/// Joins what the file says with what the store holds. What cannot be used is named in `problems`,
/// and everything else goes on; only what does not fit into a snapshot at all is refused, as
/// `bad_definitions`.
///
/// `before` is the table of the state before, null for none: with it joining takes the time of what
/// changed and of the features, not of all overrides.
[[nodiscard]] Result<FeatureTable> join(const ExtensionDefinition& extension,
                                        const StoredState& stored,
                                        const FeatureTable* before = nullptr,
                                        const LayerLimits& limits = {});

/// What everybody may see of the table, as the bytes of a snapshot of scope public: features with
/// `client: true`, no override. Personal ones are cut out of full ones (serve/tagged_snapshot.h).
[[nodiscard]] Result<Bytes> write_public_snapshot(const FeatureTable& table);

}  // namespace pancake
