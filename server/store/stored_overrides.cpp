#include "store/stored_overrides.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_set>
#include <utility>

#include "pancake/feature.h"
#include "store/entry_hash.h"

namespace pancake {

namespace {

auto order_of(const StoredOverride& row) { return std::tie(row.flag, row.group, row.object_id); }

bool is_before(const StoredOverride& a, const StoredOverride& b) {
  return order_of(a) < order_of(b);
}

}  // namespace

const OverridesDigest& StoredOverrides::Chunk::digest() const {
  const std::scoped_lock lock(mutex_);
  if (digest_) return *digest_;
  digest_.emplace();
  EntryHash hash;
  for (const StoredOverride& row : rows_) {
    digest_->hash_sum += hash(row);
    if (!digest_->groups.contains(row.group)) digest_->groups.insert(row.group);
    const bool plain = !row.value.wrong_type && (row.value.text == "0" || row.value.text == "1") &&
                       row.object_id.size() <= max_object_id_bytes;
    digest_->plain = digest_->plain && plain;
  }
  return *digest_;
}

StoredOverrides::StoredOverrides(std::initializer_list<StoredOverride> rows) {
  for (const StoredOverride& row : rows) push_back(row);
}

StoredOverrides::StoredOverrides(const StoredOverrides& other)
    : chunks_(other.chunks_), ends_(other.ends_), flags_(other.flags_) {
  for (const auto& chunk : chunks_) chunk->shared_.store(true, std::memory_order_relaxed);
}

StoredOverrides& StoredOverrides::operator=(const StoredOverrides& other) {
  return *this = StoredOverrides(other);
}

const StoredOverride& StoredOverrides::operator[](std::size_t row) const {
  const Place place = place_of(row);
  return chunks_[place.chunk]->rows()[place.row];
}

std::uint64_t StoredOverrides::hash_sum() const {
  std::uint64_t sum = 0;
  for (const auto& chunk : chunks_) sum += chunk->digest().hash_sum;
  return sum;
}

StoredOverrides::Place StoredOverrides::place_of(std::size_t row) const {
  const auto end = std::ranges::upper_bound(ends_, row);
  return {static_cast<std::size_t>(end - ends_.begin()),
          row - (end == ends_.begin() ? 0 : *std::prev(end))};
}

std::vector<StoredOverride>& StoredOverrides::writable(std::size_t chunk) {
  auto& held = chunks_[chunk];
  // Not by how many hold it: a thread that has just let go of it may have read it until then.
  if (held->shared_.load(std::memory_order_relaxed)) held = std::make_shared<Chunk>(held->rows());
  held->digest_.reset();
  return held->rows_;
}

void StoredOverrides::push_back(StoredOverride row) {
  if (chunks_.empty() || chunks_.back()->rows().size() == most_chunk_rows) {
    chunks_.push_back(std::make_shared<Chunk>());
    ends_.push_back(size());
  }
  count(row.flag);
  writable(chunks_.size() - 1).push_back(std::move(row));
  ++ends_.back();
}

void StoredOverrides::set_value(std::size_t row, StoredValue value) {
  const Place place = place_of(row);
  writable(place.chunk)[place.row].value = std::move(value);
}

void StoredOverrides::take_out(std::size_t row) {
  count_out((*this)[row].flag);
  auto& last_rows = writable(chunks_.size() - 1);
  StoredOverride last = std::move(last_rows.back());
  last_rows.pop_back();
  if (row + 1 != size()) {
    const Place place = place_of(row);
    writable(place.chunk)[place.row] = std::move(last);
  }
  --ends_.back();
  if (!last_rows.empty()) return;
  chunks_.pop_back();
  ends_.pop_back();
}

void StoredOverrides::count(const std::string& flag) {
  const auto counted = flags_.find(flag);
  if (counted == flags_.end()) {
    flags_.emplace(flag, 1);
  } else {
    ++counted->second;
  }
}

void StoredOverrides::count_out(const std::string& flag) {
  const auto counted = flags_.find(flag);
  if (--counted->second == 0) flags_.erase(counted);
}

void StoredOverrides::append(std::shared_ptr<Chunk> chunk) {
  for (const StoredOverride& row : chunk->rows()) count(row.flag);
  append_counted(std::move(chunk));
}

void StoredOverrides::append_counted(std::shared_ptr<Chunk> chunk) {
  ends_.push_back(size() + chunk->rows().size());
  chunks_.push_back(std::move(chunk));
}

/// In chunks of about the same size, so that those of a chunk that has become too large can grow.
void StoredOverrides::append(std::span<const StoredOverride> rows) {
  std::size_t chunks = (rows.size() + most_chunk_rows - 1) / most_chunk_rows;
  for (; chunks > 0; --chunks) {
    const auto part = rows.first(rows.size() / chunks);
    append(std::make_shared<Chunk>(part));
    rows = rows.subspan(part.size());
  }
}

StoredOverrides StoredOverrides::of_sorted(std::span<const StoredOverride> rows,
                                           const StoredOverrides& before) {
  StoredOverrides made;
  // A chunk has all rows from its first up to the first of the next one.
  auto left = rows;
  for (std::size_t place = 0; place < before.chunks_.size(); ++place) {
    const auto& chunk = before.chunks_[place];
    auto here = left;
    if (place + 1 < before.chunks_.size()) {
      const StoredOverride& next = before.chunks_[place + 1]->rows().front();
      const auto end = std::ranges::lower_bound(left, next, is_before);
      here = left.first(static_cast<std::size_t>(end - left.begin()));
    }
    left = left.subspan(here.size());
    if (std::ranges::equal(here, chunk->rows())) {
      chunk->shared_.store(true, std::memory_order_relaxed);
      made.append(chunk);
    } else {
      made.append(here);
    }
  }
  made.append(left);
  // Where rows go and none come, chunks get smaller: begin anew before they are too many.
  return made.has_too_many_chunks() ? of_sorted(rows, {}) : made;
}

std::set<std::size_t> StoredOverrides::chunks_with(std::span<const StoredOverride> places) const {
  std::set<std::size_t> found;
  if (chunks_.empty()) return found;
  for (const StoredOverride& place : places) {
    const auto next = std::ranges::upper_bound(
        chunks_, place, is_before,
        [](const auto& chunk) -> const StoredOverride& { return chunk->rows().front(); });
    found.insert(static_cast<std::size_t>(std::max<std::ptrdiff_t>(next - chunks_.begin(), 1) - 1));
  }
  return found;
}

StoredOverrides::Range StoredOverrides::range_of(std::size_t chunk) const {
  return {chunk == 0 ? nullptr : &chunks_[chunk]->rows().front(),
          chunk + 1 == chunks_.size() ? nullptr : &chunks_[chunk + 1]->rows().front()};
}

StoredOverrides StoredOverrides::with_chunks(
    const std::map<std::size_t, std::vector<StoredOverride>>& anew) const {
  StoredOverrides made;
  made.flags_ = flags_;
  for (std::size_t place = 0; place < chunks_.size(); ++place) {
    const auto& chunk = chunks_[place];
    const auto rows = anew.find(place);
    if (rows == anew.end() || rows->second == chunk->rows()) {
      chunk->shared_.store(true, std::memory_order_relaxed);
      made.append_counted(chunk);
    } else {
      for (const StoredOverride& row : chunk->rows()) made.count_out(row.flag);
      made.append(rows->second);
    }
  }
  return made.has_too_many_chunks()
             ? of_sorted(std::vector<StoredOverride>(made.begin(), made.end()), {})
             : made;
}

bool StoredOverrides::has_too_many_chunks() const noexcept {
  return chunks_.size() > 8 + 4 * size() / most_chunk_rows;
}

namespace {

using Chunks = std::span<const std::shared_ptr<StoredOverrides::Chunk>>;
using Place = std::tuple<std::string_view, std::string_view, std::string_view>;

/// The rows of one list that may be none of another.
class Differing {
 public:
  explicit Differing(Chunks others) {
    for (const auto& chunk : others) known_.insert(chunk.get());
  }

  /// Calls `use` for each row of these chunks that is not in a chunk of the others, nor in the same
  /// place as there.
  template <typename Use>
  void each(Chunks chunks, Chunks others, Use use) const {
    for (std::size_t place = 0; place < chunks.size(); ++place) {
      if (known_.contains(chunks[place].get())) continue;
      const auto& rows = chunks[place]->rows();
      const StoredOverride* beside = nullptr;
      std::size_t beside_count = 0;
      if (place < others.size()) {
        beside = others[place]->rows().data();
        beside_count = others[place]->rows().size();
      }
      for (std::size_t row = 0; row < rows.size(); ++row) {
        if (row >= beside_count || rows[row] != beside[row]) use(rows[row]);
      }
    }
  }

 private:
  std::unordered_set<const StoredOverrides::Chunk*> known_;
};

}  // namespace

std::vector<OverrideChange> difference(const StoredOverrides& before,
                                       const StoredOverrides& after) {
  std::map<Place, std::pair<const StoredValue*, const StoredValue*>> differing;
  const auto place_of = [](const StoredOverride& row) {
    return Place(row.group, row.flag, row.object_id);
  };
  Differing(after.chunks()).each(before.chunks(), after.chunks(), [&](const StoredOverride& row) {
    differing[place_of(row)].first = &row.value;
  });
  Differing(before.chunks()).each(after.chunks(), before.chunks(), [&](const StoredOverride& row) {
    differing[place_of(row)].second = &row.value;
  });
  std::vector<OverrideChange> changes;
  for (const auto& [place, values] : differing) {
    const auto& [was, is] = values;
    if (was != nullptr && is != nullptr && *was == *is) continue;
    const auto& [group, flag, object_id] = place;
    changes.push_back({group, flag, object_id, is});
  }
  return changes;
}

}  // namespace pancake
