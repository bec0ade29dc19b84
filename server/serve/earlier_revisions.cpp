#include "serve/earlier_revisions.h"

#include <algorithm>
#include <set>

#include "pancake/delta.h"
#include "pancake/snapshot_file.h"

namespace pancake {
namespace {

constexpr std::size_t most_revisions = 8;
constexpr std::size_t most_layers = 64;
constexpr std::size_t most_bytes = 64U << 20U;

/// Without a delta where the content is the same: who has it is told so by 304.
EarlierSnapshot seen_from(const TaggedSnapshot& present,
                          std::shared_ptr<const TaggedSnapshot> earlier) {
  if (earlier->bytes_etag_beginning == present.bytes_etag_beginning) {
    return {std::move(earlier), {}};
  }
  Bytes delta = worthwhile_delta(*earlier->snapshot, *present.snapshot);
  return {std::move(earlier), std::move(delta)};
}

/// What a snapshot is a layer over, or itself.
const Snapshot* base_of(const TaggedSnapshot& tagged) {
  const Snapshot& snapshot = *tagged.snapshot;
  return snapshot.base() == nullptr ? &snapshot : snapshot.base();
}

/// Adds up what is held, bases once.
class Weight {
 public:
  explicit Weight(const Snapshot* base_of_present) : weighed_{base_of_present} {}

  void add(const EarlierRevision& earlier) {
    const Snapshot& full = *earlier.full.snapshot->snapshot;
    const Snapshot* const base = base_of(*earlier.full.snapshot);
    bytes_ += earlier.public_.snapshot->snapshot->bytes().size() + earlier.public_.delta.size() +
              earlier.full.delta.size();
    if (&full != base) bytes_ += full.bytes().size();
    if (weighed_.insert(base).second) bytes_ += base->bytes().size();
  }
  [[nodiscard]] std::size_t bytes() const noexcept { return bytes_; }

 private:
  std::set<const Snapshot*> weighed_;
  std::size_t bytes_ = 0;
};

}  // namespace

Bytes worthwhile_delta(const Snapshot& from, const Snapshot& to) {
  Bytes delta = write_delta(from, to);
  return delta.size() < file_size(to) / 2 ? std::move(delta) : Bytes();
}

EarlierRevisions::EarlierRevisions(const EarlierRevisions& before_last, ServedSnapshots last,
                                   const ServedSnapshots& present) {
  const Snapshot* const base = base_of(*present.full);
  const bool new_base = base_of(*last.full) != base;
  Weight weight(base);
  const auto hold = [&](std::shared_ptr<const TaggedSnapshot> for_public,
                        std::shared_ptr<const TaggedSnapshot> full) {
    const bool is_layer = base_of(*full) == base;
    if (!is_layer && !new_base) return false;
    if (revisions_.size() == (is_layer ? most_layers : most_revisions)) return false;
    EarlierRevision earlier{seen_from(*present.public_, std::move(for_public)),
                            seen_from(*present.full, std::move(full))};
    weight.add(earlier);
    if (weight.bytes() > most_bytes) return false;
    revisions_.push_back(std::move(earlier));
    return true;
  };
  if (!hold(std::move(last.public_), std::move(last.full))) return;
  for (const EarlierRevision& earlier : before_last.revisions_) {
    if (!hold(earlier.public_.snapshot, earlier.full.snapshot)) return;
  }
}

const EarlierRevision* EarlierRevisions::find(std::uint64_t revision) const noexcept {
  return find_if([revision](const EarlierRevision& earlier) {
    return earlier.full.snapshot->snapshot->revision() == revision;
  });
}

}  // namespace pancake
