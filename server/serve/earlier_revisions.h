#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <vector>

#include "pancake/bytes.h"
#include "serve/tagged_snapshot.h"

namespace pancake {

/// The snapshots of one revision that do not depend on a visitor.
struct ServedSnapshots {
  std::shared_ptr<const TaggedSnapshot> public_;
  std::shared_ptr<const TaggedSnapshot> full;
};

/// The delta between two snapshots of one scope. Empty if it is not smaller than half of what it
/// makes: then that is sent as it is, and compressed.
[[nodiscard]] Bytes worthwhile_delta(const Snapshot& from, const Snapshot& to);

/// A snapshot that was served before the present one of its scope.
struct EarlierSnapshot {
  std::shared_ptr<const TaggedSnapshot> snapshot;
  /// Makes the present one of it; empty where that is not worthwhile, or nothing changed.
  Bytes delta;
};

/// A revision that was served before the present one.
struct EarlierRevision {
  EarlierSnapshot public_;
  EarlierSnapshot full;
};

/// The last few revisions before the present one, for clients that want to hear only what changed.
/// Made with the present one and then only read.
///
/// Holds at most 8, and as many of the newest as take 64 MiB with their deltas: a client that hears
/// of each revision is seldom further behind, and full snapshots have up to tens of MB. Of layers
/// over the base that the present one is a layer over (pancake/snapshot.h) it holds 64: they and
/// their deltas are small. When the base is a new one, those before are held for one revision more,
/// since a delta between two bases takes a pass over both.
class EarlierRevisions {
 public:
  EarlierRevisions() = default;
  /// Those before `last`, and `last`, seen from `present`. Time: a pass over both snapshots of each
  /// and of the present ones; of layers with one base over the layers.
  EarlierRevisions(const EarlierRevisions& before_last, ServedSnapshots last,
                   const ServedSnapshots& present);

  /// Null if this revision is not held.
  [[nodiscard]] const EarlierRevision* find(std::uint64_t revision) const noexcept;
  /// The newest for which this is true, null if there is none.
  template <typename Predicate>
  [[nodiscard]] const EarlierRevision* find_if(Predicate predicate) const {
    const auto found = std::ranges::find_if(revisions_, predicate);
    return found == revisions_.end() ? nullptr : &*found;
  }

 private:
  std::vector<EarlierRevision> revisions_;  ///< the newest first
};

}  // namespace pancake
