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

constexpr std::size_t most_bytes = std::size_t{1} << 31U;

std::size_t rounded_up(std::size_t size) noexcept { return (size + 7) / 8 * 8; }

/// A layer with what it lies over.
struct Held {
  std::shared_ptr<const Snapshot> base;
  Snapshot layer;
};

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
    if (slots.size() != old_slots.size()) spread(old_slots, slots);

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
      put_in_slots(slots, {text, ends}, row);
      ++row;
    }
  }

  /// More slots than the base has: each row moves to its own.
  void spread(std::span<const std::uint32_t> from, std::span<std::uint32_t> to) const {
    std::fill(to.begin(), to.end(), 0);
    for (const std::uint32_t slot : from) {
      if (slot == 0) continue;
      const auto [group, object_id] = parts_of(key_of(base_, slot - 1));
      add_to_slots(to, slot - 1, group, object_id);
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

CoreResult<std::shared_ptr<const Snapshot>> open_layer(Bytes bytes,
                                                       std::shared_ptr<const Snapshot> base) {
  auto layer = Snapshot::open(std::move(bytes), base.get());
  if (!layer) return tl::unexpected<CoreError>(layer.error());
  auto held = std::make_shared<const Held>(Held{std::move(base), std::move(*layer)});
  return std::shared_ptr<const Snapshot>(held, &held->layer);
}

CoreResult<std::shared_ptr<const Snapshot>> open_file(Bytes file) {
  const std::size_t first = size_in(file.span());
  const std::size_t second = rounded_up(first);
  const bool has_layer = first != 0 && second < file.size();
  auto base =
      Snapshot::open(has_layer ? Bytes::copy_of(file.span().first(first)) : std::move(file));
  if (!base) return tl::unexpected<CoreError>(base.error());
  auto opened = std::make_shared<const Snapshot>(std::move(*base));
  if (!has_layer) return opened;
  return open_layer(Bytes::copy_of(file.span().subspan(second)), std::move(opened));
}

CoreResult<Bytes> flatten(const Snapshot& layer) {
  const Flattening flattening(layer);
  const PayloadLayout layout = flattening.layout();
  const std::size_t payload_offset = header_size(layer.extension().size());
  const std::size_t size = payload_offset + layout.size();
  if (size > most_bytes) return tl::unexpected<CoreError>(CoreError::snapshot_too_large);
  Bytes bytes(size);
  flattening.write(layout, bytes.data() + payload_offset);
  write_header({bytes.data(), size}, layer.extension(), layer.scope(), layer.revision());
  return bytes;
}

}  // namespace pancake
