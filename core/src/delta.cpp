#include "pancake/delta.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <functional>
#include <vector>

#include "pancake/snapshot_file.h"
#include "payload_fields.h"

namespace pancake {
namespace {

using Range = std::span<const std::uint8_t>;

constexpr std::uint32_t magic = 0x44434E50;  // "PNCD"
constexpr std::size_t fixed_bytes = 8;

/// One step but for the bytes that it adds.
struct Step {
  std::uint32_t from = 0;
  std::uint32_t copied = 0;
  std::uint32_t added = 0;
};
static_assert(sizeof(Step) == 12);

/// Fewer equal bytes than so many are not worth a step of their own.
constexpr std::size_t least_copied = 2 * sizeof(Step);

/// Collects steps. Neighbours that can be one are.
class Steps {
 public:
  explicit Steps(const Snapshot& from) : from_(from) {}

  /// `bytes` are some of what is copied from: of the snapshot or its base.
  void copy(Range bytes) {
    if (bytes.empty()) return;
    const auto place = static_cast<std::uint32_t>(place_of(bytes));
    if (added_.empty() && step_.copied != 0 && place == step_.from + step_.copied) {
      step_.copied += static_cast<std::uint32_t>(bytes.size());
      return;
    }
    finish();
    step_ = {place, static_cast<std::uint32_t>(bytes.size()), 0};
  }

  /// The base and what stands between it and its layer.
  void copy_base() {
    finish();
    step_ = {0, static_cast<std::uint32_t>(layer_offset(*from_.base())), 0};
  }

  void add(Range bytes) { added_.insert(added_.end(), bytes.begin(), bytes.end()); }

  std::vector<std::uint8_t> take() {
    finish();
    return std::move(done_);
  }

 private:
  /// Where these bytes stand in the file that is copied from.
  [[nodiscard]] std::size_t place_of(Range bytes) const {
    const Snapshot* const base = from_.base();
    const auto within = [&bytes](Range all) {
      return std::greater_equal<>()(bytes.data(), all.data()) &&
             std::less_equal<>()(bytes.data() + bytes.size(), all.data() + all.size());
    };
    const auto distance = [&bytes](Range all) {
      return static_cast<std::size_t>(bytes.data() - all.data());
    };
    if (base == nullptr) return distance(from_.bytes());
    if (within(base->bytes())) return distance(base->bytes());
    return layer_offset(*base) + distance(from_.bytes());
  }

  void finish() {
    step_.added = static_cast<std::uint32_t>(added_.size());
    if (step_.copied == 0 && step_.added == 0) return;
    const auto* const numbers = reinterpret_cast<const std::uint8_t*>(&step_);
    done_.insert(done_.end(), numbers, numbers + sizeof step_);
    done_.insert(done_.end(), added_.begin(), added_.end());
    step_ = {};
    added_.clear();
  }

  const Snapshot& from_;
  Step step_;
  std::vector<std::uint8_t> added_;
  std::vector<std::uint8_t> done_;
};

/// Most of what is compared is equal: so much of it at a time, and byte by byte where it differs.
constexpr std::size_t block = 256;

std::size_t common_prefix(Range a, Range b) {
  std::size_t equal = 0;
  const std::size_t most = std::min(a.size(), b.size());
  while (most - equal >= block && std::memcmp(&a[equal], &b[equal], block) == 0) equal += block;
  while (equal < most && a[equal] == b[equal]) ++equal;
  return equal;
}

std::size_t common_suffix(Range a, Range b) {
  std::size_t equal = 0;
  const std::size_t most = std::min(a.size(), b.size());
  const auto behind = [&equal](Range range) { return range.data() + range.size() - equal; };
  while (most - equal >= block && std::memcmp(behind(a) - block, behind(b) - block, block) == 0) {
    equal += block;
  }
  while (equal < most && behind(a)[-1] == behind(b)[-1]) ++equal;
  return equal;
}

/// Ranges of one length, in which any bytes may have changed.
void compare_in_place(Range from, Range to, Steps& steps) {
  std::size_t place = 0;
  while (place < to.size()) {
    const std::size_t equal = common_prefix(from.subspan(place), to.subspan(place));
    if (equal >= least_copied || place + equal == to.size()) {
      steps.copy(from.subspan(place, equal));
    } else {
      steps.add(to.subspan(place, equal));
    }
    place += equal;
    const std::size_t begin = place;
    while (place < to.size() && from[place] != to[place]) ++place;
    steps.add(to.subspan(begin, place - begin));
  }
}

/// Ranges of which one has something in it that the other has not.
void compare_ends(Range from, Range to, Steps& steps) {
  const std::size_t before = common_prefix(from, to);
  from = from.subspan(before);
  to = to.subspan(before);
  const std::size_t behind = common_suffix(from, to);
  steps.copy({from.data() - before, before});
  steps.add(to.first(to.size() - behind));
  steps.copy(from.last(behind));
}

Range column_bytes(const Snapshot& snapshot, std::size_t place) {
  const Column& column = snapshot.columns()[place];
  return {column.first, column.count * element_bytes(place)};
}

/// Two snapshots without regard to their bases: header by header, column by column.
void compare(const Snapshot& from, const Snapshot& to, Steps& steps) {
  const auto compare_ranges = [&steps](Range old_bytes, Range new_bytes) {
    if (old_bytes.size() == new_bytes.size()) {
      compare_in_place(old_bytes, new_bytes, steps);
    } else {
      compare_ends(old_bytes, new_bytes, steps);
    }
  };
  const auto in_front = [](const Snapshot& snapshot) {
    return Range(snapshot.bytes().data(), snapshot.columns().front().first);
  };
  compare_ranges(in_front(from), in_front(to));
  for (std::size_t place = 0; place < field_count; ++place) {
    compare_ranges(column_bytes(from, place), column_bytes(to, place));
  }
}

}  // namespace

Bytes write_delta(const Snapshot& from, const Snapshot& to) {
  Steps steps(from);
  const Snapshot& first = from.base() == nullptr ? from : *from.base();
  if (to.base() == nullptr) {
    compare(first, to, steps);
  } else {
    if (to.base() == from.base()) {
      steps.copy_base();
    } else {
      compare(first, *to.base(), steps);
      const std::vector<std::uint8_t> between(layer_offset(*to.base()) - to.base()->bytes().size());
      steps.add(between);
    }
    // Nothing is copied twice: a delta makes no more than there is to make it of.
    if (from.base() == nullptr) {
      steps.add(to.bytes());
    } else {
      compare(from, to, steps);
    }
  }

  const std::vector<std::uint8_t> written = steps.take();
  Bytes delta(fixed_bytes + written.size());
  const auto size = static_cast<std::uint32_t>(file_size(to));
  std::memcpy(delta.data(), &magic, sizeof magic);
  std::memcpy(delta.data() + sizeof magic, &size, sizeof size);
  if (!written.empty()) std::memcpy(delta.data() + fixed_bytes, written.data(), written.size());
  return delta;
}

CoreResult<Bytes> apply_delta(Range from, Range delta) noexcept {
  const auto refuse = [](CoreError error) { return tl::unexpected<CoreError>(error); };
  std::array<std::uint32_t, 2> fixed{};
  if (delta.size() < fixed_bytes) return refuse(CoreError::broken_delta);
  std::memcpy(fixed.data(), delta.data(), fixed_bytes);
  if (fixed[0] != magic || fixed[1] > from.size() + delta.size()) {
    return refuse(CoreError::broken_delta);
  }
  Bytes bytes = Bytes::try_make(fixed[1]);
  if (bytes.data() == nullptr) return refuse(CoreError::out_of_memory);

  std::size_t end = 0;
  for (delta = delta.subspan(fixed_bytes); !delta.empty();) {
    Step step;
    if (delta.size() < sizeof step) return refuse(CoreError::broken_delta);
    std::memcpy(&step, delta.data(), sizeof step);
    delta = delta.subspan(sizeof step);
    const std::size_t room = bytes.size() - end;
    if (step.from > from.size() || step.copied > from.size() - step.from || step.copied > room ||
        step.added > delta.size() || step.added > room - step.copied) {
      return refuse(CoreError::broken_delta);
    }
    std::copy_n(from.begin() + step.from, step.copied, bytes.data() + end);
    end += step.copied;
    std::copy_n(delta.begin(), step.added, bytes.data() + end);
    end += step.added;
    delta = delta.subspan(step.added);
  }
  if (end != bytes.size()) return refuse(CoreError::broken_delta);
  return bytes;
}

}  // namespace pancake
