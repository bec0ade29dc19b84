#include "pancake/personal_snapshot.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

#include "columns.h"
#include "override_index.h"
#include "pancake/evaluation.h"
#include "pancake/sample_draw.h"
#include "payload_layout.h"
#include "settings_byte.h"
#include "snapshot_header.h"

namespace pancake {
namespace {

using Ids = std::span<const std::optional<std::string_view>>;

bool is_client(const Snapshot& source, std::uint32_t feature) noexcept {
  return unpack(column<std::uint8_t>(source, Field::settings)[feature]).client;
}

/// Calls `visit(entry)` for each override of this visitor's id in a group that a client may see.
template <typename Visit>
void each_entry(const Snapshot& source, Ids ids, std::uint32_t group, Visit visit) noexcept {
  if (group >= ids.size() || !ids[group]) return;
  for (const std::uint32_t entry : source.overrides_of(group, *ids[group])) {
    if (is_client(source, entry >> 1U)) visit(entry);
  }
}

/// The sizes of all that this visitor may see.
PayloadLayout lay_out(const Snapshot& source, Ids ids) noexcept {
  std::uint32_t features = 0;
  std::uint32_t switches = 0;
  std::uint32_t toggles = 0;
  std::size_t name_bytes = 0;
  for (std::uint32_t feature = 0; feature < source.feature_count(); ++feature) {
    if (!is_client(source, feature)) continue;
    ++features;
    if (feature < source.switch_count()) ++switches;
    if (feature < source.switch_count() + source.flag_count()) ++toggles;
    name_bytes += source.name(feature).size();
  }
  PayloadLayout layout;
  std::size_t entries = 0;
  std::size_t rows = 0;
  std::size_t id_bytes = 0;
  for (std::uint32_t group = 0; group < source.group_count(); ++group) {
    const std::size_t before = entries;
    each_entry(source, ids, group, [&entries](std::uint32_t) { ++entries; });
    if (entries == before) continue;
    ++rows;
    id_bytes += group_bytes + ids[group]->size();
  }
  const std::uint32_t samples = features - toggles;
  layout.set(Field::ratios, samples);
  layout.set(Field::default_ratios, samples);
  layout.set(Field::state_ratios, samples);
  layout.set(Field::group_ends, source.group_count());
  layout.set(Field::name_ends, features);
  layout.set(Field::by_name, features);
  layout.set(Field::id_ends, rows);
  layout.set(Field::entry_ends, rows);
  layout.set(Field::entries, entries);
  layout.set(Field::slots, slot_count(rows));
  layout.set(Field::group_text, column<std::uint8_t>(source, Field::group_text).size());
  layout.set(Field::name_text, name_bytes);
  layout.set(Field::id_text, id_bytes);
  layout.set(Field::base_answers, features);
  layout.set(Field::settings, features);
  layout.set(Field::switch_count, switches);
  layout.set(Field::flag_count, toggles - switches);
  return layout;
}

/// Texts one behind the other with their ends, in columns that are large enough.
class TextColumn {
 public:
  TextColumn(std::span<std::uint8_t> text, std::span<std::uint32_t> ends) noexcept
      : text_(text), ends_(ends) {}

  void add(std::string_view text) noexcept {
    put(text);
    ends_[count_++] = size_;
  }

  /// The key of a row (columns.h).
  void add_key(std::uint32_t group, std::string_view object_id) noexcept {
    put({reinterpret_cast<const char*>(&group), group_bytes});
    add(object_id);
  }

 private:
  void put(std::string_view text) noexcept {
    if (!text.empty()) std::memcpy(text_.data() + size_, text.data(), text.size());
    size_ += static_cast<std::uint32_t>(text.size());
  }

  std::span<std::uint8_t> text_;
  std::span<std::uint32_t> ends_;
  std::uint32_t size_ = 0;
  std::uint32_t count_ = 0;
};

/// Fills the columns that a layout made room for.
class PersonalPart {
 public:
  PersonalPart(const Snapshot& source, const PayloadLayout& layout, std::uint8_t* payload) noexcept
      : source_(source),
        layout_(layout),
        payload_(payload),
        kept_(to<std::uint32_t>(Field::name_ends)) {}

  void write(Ids ids, std::optional<std::string_view> key,
             std::span<const Answer> remembered) noexcept {
    std::uint32_t count = 0;
    for (std::uint32_t feature = 0; feature < source_.feature_count(); ++feature) {
      if (is_client(source_, feature)) kept_[count++] = feature;
    }
    write_groups();
    write_answers(key, remembered);
    write_order();
    write_overrides(ids);
    write_names();
  }

 private:
  template <typename T>
  [[nodiscard]] std::span<T> to(Field field) const noexcept {
    return layout_.column<T>(payload_, field);
  }

  /// The number here of a feature that was kept.
  [[nodiscard, gnu::noinline]] std::uint32_t number_of(std::uint32_t feature) const noexcept {
    const auto found = std::lower_bound(kept_.begin(), kept_.end(), feature);
    return static_cast<std::uint32_t>(found - kept_.begin());
  }

  void write_groups() const noexcept {
    TextColumn groups(to<std::uint8_t>(Field::group_text), to<std::uint32_t>(Field::group_ends));
    for (std::uint32_t group = 0; group < source_.group_count(); ++group) {
      groups.add(source_.group(group));
    }
  }

  void write_answers(std::optional<std::string_view> key,
                     std::span<const Answer> remembered) const noexcept {
    const auto answers = to<std::uint8_t>(Field::base_answers);
    const auto settings = to<std::uint8_t>(Field::settings);
    const auto ratios = to<double>(Field::ratios);
    const std::uint32_t first_sample = source_.switch_count() + source_.flag_count();
    std::size_t sample = 0;
    for (std::size_t number = 0; number < kept_.size(); ++number) {
      const std::uint32_t feature = kept_[number];
      answers[number] = source_.base_answers()[feature];
      settings[number] = column<std::uint8_t>(source_, Field::settings)[feature];
      if (feature < first_sample) continue;

      const std::uint32_t source_sample = feature - first_sample;
      double& ratio = ratios[sample];
      ratio = source_.ratios()[source_sample];
      to<double>(Field::default_ratios)[sample] =
          column<double>(source_, Field::default_ratios)[source_sample];
      to<double>(Field::state_ratios)[sample] =
          column<double>(source_, Field::state_ratios)[source_sample];
      ++sample;
      const bool is_remembered =
          feature < remembered.size() && remembered[feature].reason() == Reason::cookie;
      if (!is_remembered && (!key || std::isnan(ratio))) continue;

      SettingsByte fixed = unpack(settings[number]);
      fixed.fixed_answer =
          is_remembered ? remembered[feature].is_active()
                        : sample_is_active(
                              sample_draw(source_.extension(), source_.name(feature), *key), ratio);
      settings[number] = pack(fixed);
      answers[number] = Answer(*fixed.fixed_answer, Reason::cookie).bits;
      ratio = std::numeric_limits<double>::quiet_NaN();
    }
  }

  void write_order() const noexcept {
    const auto order = to<std::uint32_t>(Field::by_name);
    std::size_t place = 0;
    for (const std::uint32_t feature : column<std::uint32_t>(source_, Field::by_name)) {
      // Nobody verified that each feature stands there once.
      if (place == order.size()) return;
      if (is_client(source_, feature)) order[place++] = number_of(feature);
    }
  }

  void write_overrides(Ids ids) const noexcept {
    TextColumn id_texts(to<std::uint8_t>(Field::id_text), to<std::uint32_t>(Field::id_ends));
    const auto entries = to<std::uint32_t>(Field::entries);
    std::uint32_t entry_count = 0;
    std::uint32_t row = 0;
    for (std::uint32_t group = 0; group < source_.group_count(); ++group) {
      const std::uint32_t before = entry_count;
      each_entry(source_, ids, group, [&](std::uint32_t entry) {
        entries[entry_count++] = number_of(entry >> 1U) << 1U | (entry & 1U);
      });
      if (entry_count != before) {
        id_texts.add_key(group, *ids[group]);
        to<std::uint32_t>(Field::entry_ends)[row] = entry_count;
        add_to_slots(to<std::uint32_t>(Field::slots), row, group, *ids[group]);
        ++row;
      }
    }
  }

  /// Comes last: each end takes the place of what `kept_` said until then.
  void write_names() const noexcept {
    TextColumn names(to<std::uint8_t>(Field::name_text), kept_);
    for (const std::uint32_t& feature : kept_) names.add(source_.name(feature));
  }

  const Snapshot& source_;
  const PayloadLayout& layout_;
  std::uint8_t* payload_;
  /// Which feature of the source each one here was, ascending. Lies where the ends of the names
  /// will be, so that it takes no memory of its own.
  std::span<std::uint32_t> kept_;
};

}  // namespace

CoreResult<Bytes> personal_snapshot(const Snapshot& source, Ids ids,
                                    std::optional<std::string_view> key,
                                    std::span<const Answer> remembered) noexcept {
  const PayloadLayout layout = lay_out(source, ids);
  const std::size_t payload_offset = header_size(source.extension().size());
  Bytes bytes = Bytes::try_make(payload_offset + layout.size());
  if (bytes.data() == nullptr) return tl::unexpected<CoreError>(CoreError::out_of_memory);
  std::memset(bytes.data(), 0, bytes.size());

  std::uint8_t* const payload = bytes.data() + payload_offset;
  layout.write_counts(payload);
  PersonalPart(source, layout, payload).write(ids, key, remembered);
  write_header({bytes.data(), bytes.size()}, source.extension(), Scope::personal,
               source.revision());
  return bytes;
}

}  // namespace pancake
