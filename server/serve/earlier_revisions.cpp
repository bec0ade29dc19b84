#include "serve/earlier_revisions.h"

#include <algorithm>

#include "pancake/delta.h"

namespace pancake {
namespace {

constexpr std::size_t most_revisions = 8;
constexpr std::size_t most_bytes = 64U << 20U;

/// Without a delta where the content is the same: who has it is told so by 304.
EarlierSnapshot seen_from(const TaggedSnapshot& present,
                          std::shared_ptr<const TaggedSnapshot> earlier) {
  if (earlier->bytes_etag == present.bytes_etag) return {std::move(earlier), {}};
  Bytes delta = worthwhile_delta(*earlier->snapshot, *present.snapshot);
  return {std::move(earlier), std::move(delta)};
}

std::size_t size_of(const EarlierSnapshot& earlier) {
  return earlier.snapshot->snapshot->bytes().size() + earlier.delta.size();
}

}  // namespace

Bytes worthwhile_delta(const Snapshot& from, const Snapshot& to) {
  Bytes delta = write_delta(from, to);
  return delta.size() < to.bytes().size() / 2 ? std::move(delta) : Bytes();
}

EarlierRevisions::EarlierRevisions(const EarlierRevisions& before_last, ServedSnapshots last,
                                   const ServedSnapshots& present) {
  std::size_t bytes = 0;
  const auto hold = [&](std::shared_ptr<const TaggedSnapshot> for_public,
                        std::shared_ptr<const TaggedSnapshot> full) {
    if (revisions_.size() == most_revisions) return false;
    EarlierRevision earlier{seen_from(*present.public_, std::move(for_public)),
                            seen_from(*present.full, std::move(full))};
    bytes += size_of(earlier.public_) + size_of(earlier.full);
    if (bytes > most_bytes) return false;
    revisions_.push_back(std::move(earlier));
    return true;
  };
  if (!hold(std::move(last.public_), std::move(last.full))) return;
  for (const EarlierRevision& earlier : before_last.revisions_) {
    if (!hold(earlier.public_.snapshot, earlier.full.snapshot)) return;
  }
}

const EarlierRevision* EarlierRevisions::find(std::uint64_t revision) const noexcept {
  const auto found = std::ranges::find_if(revisions_, [&](const EarlierRevision& earlier) {
    return earlier.full.snapshot->snapshot->revision() == revision;
  });
  return found == revisions_.end() ? nullptr : &*found;
}

}  // namespace pancake
