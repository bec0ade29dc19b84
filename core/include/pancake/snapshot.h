#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "pancake/bytes.h"
#include "pancake/error.h"
#include "pancake/feature.h"

namespace pancake {

/// One column of a snapshot's payload. For core itself.
struct Column {
  const std::uint8_t* first = nullptr;  ///< nothing for a field that is a number
  std::uint32_t count = 0;              ///< elements, or that number
};
/// All of them, by Field (core/src/payload_fields.h).
using Columns = std::array<Column, 17>;

/// What the definition and the store say of one feature of a snapshot.
struct FeatureDetails {
  FeatureKind kind = FeatureKind::switch_;
  std::string_view name;
  Setting default_setting = Setting::unset;  ///< switches and flags; unset: no definition
  Setting state = Setting::unset;            ///< switches and flags
  std::optional<double> default_ratio;       ///< samples, 0 to 100
  std::optional<double> state_ratio;         ///< samples, 0 to 100
  std::optional<bool> fixed_answer;          ///< samples: what this visitor's signed cookie says
  bool client = false;                       ///< may be shown to clients
  bool problem = false;                      ///< what is stored cannot be used
};

/// All definitions and states of one extension at one revision, immutable.
///
/// Reads its bytes in place. Features are numbered 0 to feature_count() - 1: switches first,
/// then flags, then samples, each in the order in which they were defined. Every text that it
/// hands out lives as long as the snapshot. Safe to read from many threads.
///
/// The bytes (little endian):
///
///   offset  bytes
///   0       4      "PNCK"
///   4       2      format version, 3
///   6       1      scope: 0 public, 1 personal, 2 full
///   7       1      n, the length of the extension's name, 1 to 128
///   8       8      checksum: XXH64 of everything from offset 16, seeded with bytes 0 to 7; of a
///                  base, with those plus 1; of a layer, with those plus the checksum of its base
///   16      8      revision
///   24      8      length of the payload
///   32      n      the extension's name, then zeros up to the next multiple of 8
///   …              the payload: core/src/payload_fields.h
///
/// A snapshot may be a layer over another one, its base: then what overrides an id is what a row of
/// the layer says, nothing if it has no entries, and what the base says where the layer has no row.
/// All the rest is the layer's own. So a change to one of a million overrides is as small as
/// itself. In a file a layer stands behind its base (snapshot_file.h); a base is written for that,
/// and refused alone: a file that is cut behind it is no older state.
class Snapshot {
 public:
  /// Takes the bytes over and verifies all of them once; from here on nothing can fail.
  /// Time: one pass for the checksum and one over the indices, no copy.
  ///
  /// With a base they are a layer over it. The base must outlive the layer, and has no base itself;
  /// another one than it was written for is `wrong_checksum`, one of other groups or numbers of
  /// features `broken_structure`.
  [[nodiscard]] static CoreResult<Snapshot> open(Bytes bytes,
                                                 const Snapshot* base = nullptr) noexcept;

  /// The same for bytes that were written as a base, which open() refuses: `wrong_checksum`.
  [[nodiscard]] static CoreResult<Snapshot> open_base(Bytes bytes) noexcept;

  /// What this is a layer over; nullptr for nothing.
  [[nodiscard]] const Snapshot* base() const noexcept {
#ifdef PANCAKE_WITHOUT_LAYERS
    return nullptr;
#else
    return base_;
#endif
  }

  [[nodiscard]] std::string_view extension() const noexcept { return extension_; }
  [[nodiscard]] Scope scope() const noexcept { return scope_; }
  [[nodiscard]] std::uint64_t revision() const noexcept { return revision_; }

  /// The checksum that its bytes say; a layer's is made with its base's, so it is of both.
  [[nodiscard]] std::uint64_t checksum() const noexcept;
  /// XXH64 of the content without the revision: equal states give equal hashes, whichever
  /// server wrote them. Of a layer without its base.
  [[nodiscard]] std::uint64_t content_hash() const noexcept;
  /// The same of everything but the overrides: scope, extension, groups and features.
  [[nodiscard]] std::uint64_t features_hash() const noexcept;

  [[nodiscard]] std::uint32_t group_count() const noexcept;
  /// The group's id; `group` must be below group_count().
  [[nodiscard]] std::string_view group(std::uint32_t group) const noexcept;

  [[nodiscard]] std::uint32_t feature_count() const noexcept { return feature_count_; }
  [[nodiscard]] std::uint32_t switch_count() const noexcept { return switch_count_; }
  [[nodiscard]] std::uint32_t flag_count() const noexcept { return flag_count_; }
  [[nodiscard]] std::uint32_t sample_count() const noexcept {
    return feature_count_ - switch_count_ - flag_count_;
  }

  /// The index of a feature, by its exact name; no value if there is none. Binary search.
  [[nodiscard]] std::optional<std::uint32_t> find(FeatureKind kind,
                                                  std::string_view name) const noexcept;
  /// The feature's name; `feature` must be below feature_count().
  [[nodiscard]] std::string_view name(std::uint32_t feature) const noexcept;
  /// All about a feature; `feature` must be below feature_count().
  [[nodiscard]] FeatureDetails details(std::uint32_t feature) const noexcept;

  /// How many rows of overrides there are, with those of the base, whether they count or not.
  [[nodiscard]] std::uint32_t override_row_count() const noexcept;

  /// The flags that one object id of one group overrides, each as (feature index << 1 | on).
  struct OverrideRow {
    std::uint32_t group = 0;
    std::string_view object_id;
    std::span<const std::uint32_t> entries;
    /// False where another row says what holds for this id, or nothing is overridden any more.
    bool counts = false;
  };
  /// `row` must be below override_row_count(); the base's come first. In any order.
  [[nodiscard]] OverrideRow override_row(std::uint32_t row) const noexcept;
  /// The entries of this id of this group, compared byte by byte; empty if it has none.
  [[nodiscard]] std::span<const std::uint32_t> overrides_of(
      std::uint32_t group, std::string_view object_id) const noexcept;

  /// What every feature answers before the visitor is known, by feature index. A sample's byte
  /// has its reason, and is final where its ratio is NaN.
  [[nodiscard]] std::span<const std::uint8_t> base_answers() const noexcept;
  /// What each sample's draw is held against, NaN where the base answer is final.
  [[nodiscard]] std::span<const double> ratios() const noexcept;

  /// What lies behind all this, for core itself.
  [[nodiscard]] const Columns& columns() const noexcept { return columns_; }

  /// The bytes as they were opened; of a layer without its base.
  [[nodiscard]] std::span<const std::uint8_t> bytes() const noexcept { return bytes_.span(); }

 private:
  Snapshot() = default;

  [[nodiscard]] static CoreResult<Snapshot> open_seeded(Bytes bytes, const Snapshot* base,
                                                        std::uint64_t seed) noexcept;
  [[nodiscard]] bool fits(const Snapshot& base) const noexcept;

  Bytes bytes_;
  Columns columns_;
  const Snapshot* base_ = nullptr;
  std::string_view extension_;
  std::uint64_t revision_ = 0;
  std::uint32_t feature_count_ = 0;
  std::uint32_t switch_count_ = 0;
  std::uint32_t flag_count_ = 0;
  Scope scope_ = Scope::public_;
};

}  // namespace pancake
