#include "pancake/snapshot_file.h"

#include <algorithm>
#include <cstring>
#include <span>
#include <utility>
#include <vector>

#include "columns.h"
#include "override_index.h"
#include "payload_layout.h"
#include "slot_hash.h"
#include "snapshot_header.h"

namespace pancake {
namespace {

std::size_t rounded_up(std::size_t size) noexcept { return (size + 7) / 8 * 8; }

/// Puts the rows that count of a layer behind those of its base.
class Flattening {
 public:
  explicit Flattening(const Snapshot& layer)
      : layer_(layer.columns()), base_(layer.base()->columns()) {
    const auto ends = column<std::uint32_t>(layer_, Field::id_ends);
    for (std::uint32_t row = 0; row < ends.size(); ++row) {
      const auto [group, object_id] = parts_of(key_of(layer_, row));
      if (find_row(layer_, slot_hash(group, object_id), group, object_id) == row) {
        added_.push_back(row);
      }
    }
  }

  [[nodiscard]] PayloadLayout layout() const {
    PayloadLayout layout;
    for (std::size_t place = 0; place < field_count; ++place) {
      layout.set(static_cast<Field>(place), layer_[place].count);
    }
    std::size_t text = base_[place_of(Field::id_text)].count;
    std::size_t entries = base_[place_of(Field::entries)].count;
    for (const std::uint32_t row : added_) {
      text += key_of(layer_, row).size();
      entries += entries_of(layer_, row).size();
    }
    const std::size_t rows = base_[place_of(Field::id_ends)].count + added_.size();
    layout.set(Field::id_text, text);
    layout.set(Field::entries, entries);
    layout.set(Field::id_ends, rows);
    layout.set(Field::entry_ends, rows);
    layout.set(Field::slots,
               std::max<std::size_t>(base_[place_of(Field::slots)].count, slot_count(rows)));
    return layout;
  }

  void write(const PayloadLayout& layout, std::uint8_t* payload) const {
    layout.write_counts(payload);
    for (std::size_t place = 0; place < field_count; ++place) {
      const bool of_base = place >= place_of(Field::id_ends) && place <= place_of(Field::slots);
      const bool is_base = of_base || place == place_of(Field::id_text);
      const Column& from = is_base ? base_[place] : layer_[place];
      const auto to = layout.column<std::uint8_t>(payload, static_cast<Field>(place));
      if (from.count != 0) std::memcpy(to.data(), from.first, from.count * element_bytes(place));
    }
    add_rows(layout, payload);
  }

 private:
  void add_rows(const PayloadLayout& layout, std::uint8_t* payload) const {
    const auto text = layout.column<std::uint8_t>(payload, Field::id_text);
    const auto ends = layout.column<std::uint32_t>(payload, Field::id_ends);
    const auto entry_ends = layout.column<std::uint32_t>(payload, Field::entry_ends);
    const auto entries = layout.column<std::uint32_t>(payload, Field::entries);
    const auto slots = layout.column<std::uint32_t>(payload, Field::slots);
    const auto old_slots = column<std::uint32_t>(base_, Field::slots);
    const RowKeys keys{text, ends};
    if (slots.size() != old_slots.size() || is_crowded(old_slots)) spread(old_slots, slots, keys);

    auto row = base_[place_of(Field::id_ends)].count;
    auto text_end = base_[place_of(Field::id_text)].count;
    auto entry_end = base_[place_of(Field::entries)].count;
    for (const std::uint32_t added : added_) {
      const std::string_view key = key_of(layer_, added);
      const auto own = entries_of(layer_, added);
      std::memcpy(text.data() + text_end, key.data(), key.size());
      std::copy(own.begin(), own.end(), entries.begin() + entry_end);
      ends[row] = text_end += static_cast<std::uint32_t>(key.size());
      entry_ends[row] = entry_end += static_cast<std::uint32_t>(own.size());
      put_in_slots(slots, keys, row);
      ++row;
    }
  }

  /// Whether so many slots are taken that the rows to be added might not find one: a base that
  /// nobody of ours wrote may name a row in many of them.
  [[nodiscard]] bool is_crowded(std::span<const std::uint32_t> slots) const {
    const auto taken =
        slots.size() - static_cast<std::size_t>(std::count(slots.begin(), slots.end(), 0U));
    return taken + added_.size() > slots.size() / 2;
  }

  /// Moves each row of the base to a slot among these.
  static void spread(std::span<const std::uint32_t> from, std::span<std::uint32_t> to,
                     const RowKeys& keys) {
    std::fill(to.begin(), to.end(), 0);
    for (const std::uint32_t slot : from) {
      if (slot != 0) put_in_slots(to, keys, slot - 1);
    }
  }

  const Columns& layer_;
  const Columns& base_;
  std::vector<std::uint32_t> added_;  ///< rows of the layer
};

}  // namespace

std::size_t layer_offset(const Snapshot& base) noexcept { return rounded_up(base.bytes().size()); }

std::size_t file_size(const Snapshot& snapshot) noexcept {
  const std::size_t own = snapshot.bytes().size();
  return snapshot.base() == nullptr ? own : layer_offset(*snapshot.base()) + own;
}

Bytes file_of(const Snapshot& snapshot) {
  Bytes file(file_size(snapshot));
  const auto own = snapshot.bytes();
  if (const Snapshot* const base = snapshot.base()) {
    const auto first = base->bytes();
    std::memcpy(file.data(), first.data(), first.size());
    std::memset(file.data() + first.size(), 0, layer_offset(*base) - first.size());
  }
  std::memcpy(file.data() + file.size() - own.size(), own.data(), own.size());
  return file;
}

FileParts parts_of(std::span<const std::uint8_t> file) noexcept {
  const std::size_t first = size_in(file);
  const std::size_t second = rounded_up(first);
  if (first == 0 || second >= file.size()) return {file, {}};
  return {file.first(first), file.subspan(second)};
}

CoreResult<Bytes> flatten(const Snapshot& layer) {
  const Flattening flattening(layer);
  const PayloadLayout layout = flattening.layout();
  const std::size_t payload_offset = header_size(layer.extension().size());
  const std::size_t size = payload_offset + layout.size();
  if (size > most_bytes) return tl::unexpected<CoreError>(CoreError::snapshot_too_large);
  Bytes bytes(size);
  flattening.write(layout, bytes.data() + payload_offset);
  write_header({bytes.data(), size}, layer.extension(), layer.scope(), layer.revision(), base_seed);
  return bytes;
}

}  // namespace pancake
