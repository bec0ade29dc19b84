#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "pancake/bytes.h"
#include "pancake/error.h"
#include "pancake/feature.h"
#include "pancake/snapshot.h"

namespace pancake {

/// A switch or flag to be put into a snapshot.
struct ToggleInput {
  std::string_view name;                     ///< any text; exact, not upper-cased
  Setting default_setting = Setting::unset;  ///< unset: nobody defined it
  Setting state = Setting::unset;            ///< unset also when what is stored cannot be used
  bool client = false;
  bool problem = false;  ///< something is stored that cannot be used
};

/// A sample to be put into a snapshot. Ratios are 0 to 100.
struct SampleInput {
  std::string_view name;
  std::optional<double> default_ratio;
  std::optional<double> state_ratio;
  std::optional<bool> fixed_answer;  ///< what this visitor's signed cookie says; wins over ratios
  bool client = false;
  bool problem = false;
};

/// Collects the features of one extension and writes them as the bytes of a snapshot.
///
/// The same input gives the same bytes on every platform. Texts are copied. Each `add` either
/// takes all of its input or refuses it and leaves the builder as it was.
class SnapshotBuilder {
 public:
  SnapshotBuilder(std::string_view extension, Scope scope, std::uint64_t revision);

  /// Groups are asked in the order in which they are added. Gives the group's index.
  CoreResult<std::uint32_t> add_group(std::string_view id);

  /// Each gives the place within its kind: the first flag is 0, whatever switches there are.
  CoreResult<std::uint32_t> add_switch(const ToggleInput& input);
  CoreResult<std::uint32_t> add_flag(const ToggleInput& input);
  CoreResult<std::uint32_t> add_sample(const SampleInput& input);

  /// The on or off of flag number `flag` for one object id of one group. The last word for the
  /// same three wins.
  CoreResult<void> add_override(std::uint32_t group, std::string_view object_id, std::uint32_t flag,
                                bool on);

  /// Makes the snapshot one that layers are written over, and not one to be opened alone.
  void be_base() { is_base_ = true; }
  /// Makes the snapshot a layer over `base`, which must outlive the builder and has no base itself.
  /// Its groups and features have the numbers that they have here, and its overrides count where no
  /// row is added. No add_override() then.
  void set_base(const Snapshot& base) { base_ = &base; }
  /// Layers: all that one object id of one group overrides from here on, each as (feature index
  /// << 1 | on), ascending; nothing if it overrides nothing any more. The last word for an id wins,
  /// and what was said before is written all the same: a layer with one row more has all bytes of
  /// the one before in their places, so that the delta between them is small.
  CoreResult<void> add_row(std::uint32_t group, std::string_view object_id,
                           std::span<const std::uint32_t> entries);

  /// The finished bytes. The builder can go on afterwards.
  [[nodiscard]] CoreResult<Bytes> build() const;

 private:
  struct Feature {
    std::string name;
    std::uint8_t base_answer = 0;
    std::uint8_t settings = 0;
  };
  struct Override {
    std::string object_id;
    std::uint32_t group;
    std::uint32_t flag;
    bool on;
  };
  struct Row {
    std::string object_id;
    std::uint32_t group;
    std::vector<std::uint32_t> entries;
  };
  CoreResult<std::uint32_t> add_feature(FeatureKind kind, Feature feature);
  CoreResult<std::uint32_t> add_toggle(FeatureKind kind, const ToggleInput& input);
  [[nodiscard]] std::size_t size_estimate() const;
  [[nodiscard]] std::vector<std::uint32_t> by_name() const;
  [[nodiscard]] std::vector<const Override*> sorted_overrides() const;

  std::string extension_;
  std::uint64_t revision_;
  Scope scope_;
  std::vector<std::string> groups_;
  std::array<std::vector<Feature>, 3> features_;                ///< by FeatureKind
  std::array<std::unordered_set<std::string>, 3> names_;        ///< by FeatureKind
  std::vector<double> ratios_, default_ratios_, state_ratios_;  ///< one a sample, NaN for none
  std::vector<Override> overrides_;                             ///< in the order of adding
  bool is_base_ = false;
  const Snapshot* base_ = nullptr;
  std::vector<Row> rows_;  ///< of a layer, in the order of adding
};

}  // namespace pancake
