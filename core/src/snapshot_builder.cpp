#include "pancake/snapshot_builder.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <numeric>
#include <tuple>
#include <type_traits>

#include "columns.h"
#include "override_index.h"
#include "pancake/evaluation.h"
#include "payload_layout.h"
#include "settings_byte.h"
#include "snapshot_header.h"

namespace pancake {
namespace {

constexpr double no_number = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t most_groups = 65'535;

tl::unexpected<CoreError> refuse(CoreError error) { return tl::unexpected<CoreError>(error); }

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

constexpr std::size_t place_of(FeatureKind kind) { return static_cast<std::size_t>(kind); }

bool is_ratio(double ratio) { return ratio >= 0 && ratio <= 100; }

Answer base_answer(const ToggleInput& input) {
  if (input.state != Setting::unset) return Answer(input.state == Setting::on, Reason::state);
  return Answer(input.default_setting == Setting::on,
                input.problem ? Reason::problem : Reason::default_);
}

Answer base_answer(const SampleInput& input) {
  if (input.fixed_answer) return Answer(*input.fixed_answer, Reason::cookie);
  if (!input.state_ratio && input.problem) return Answer(false, Reason::problem);
  if (!input.state_ratio && !input.default_ratio) return Answer(false, Reason::default_);
  return Answer(false, Reason::sample);
}

/// What the draw is held against; NaN where the base answer is final.
double effective_ratio(const SampleInput& input) {
  if (input.fixed_answer) return no_number;
  return input.state_ratio.value_or(input.default_ratio.value_or(no_number));
}

/// Texts one behind the other with their ends, as a snapshot keeps them.
struct TextColumn {
  std::vector<std::uint8_t> text;
  std::vector<std::uint32_t> ends;

  void add(std::string_view entry) {
    text.insert(text.end(), entry.begin(), entry.end());
    ends.push_back(static_cast<std::uint32_t>(text.size()));
  }

  /// The key of a row (columns.h).
  void add_key(std::uint32_t group, std::string_view object_id) {
    const auto* const bytes = reinterpret_cast<const std::uint8_t*>(&group);
    text.insert(text.end(), bytes, bytes + group_bytes);
    add(object_id);
  }
};

/// The columns of the override index; Field says what each holds.
struct OverrideColumns {
  TextColumn ids;
  std::vector<std::uint32_t> entry_ends;
  std::vector<std::uint32_t> entries;
  std::vector<std::uint32_t> slots;
};

/// `overrides` point to overrides, sorted by group, id and flag, without repetitions.
template <typename Overrides>
OverrideColumns index_overrides(const Overrides& overrides, std::uint32_t first_flag) {
  OverrideColumns columns;
  Overrides rows;
  for (const auto* override : overrides) {
    const bool same_row = !rows.empty() && rows.back()->group == override->group &&
                          rows.back()->object_id == override->object_id;
    if (!same_row) {
      rows.push_back(override);
      columns.ids.add_key(override->group, override->object_id);
      columns.entry_ends.push_back(0);
    }
    columns.entries.push_back(((first_flag + override->flag) << 1U) | (override->on ? 1U : 0U));
    columns.entry_ends.back() = static_cast<std::uint32_t>(columns.entries.size());
  }
  columns.slots.resize(slot_count(rows.size()));
  for (std::uint32_t row = 0; row < rows.size(); ++row) {
    add_to_slots(columns.slots, row, rows[row]->group, rows[row]->object_id);
  }
  return columns;
}

/// Layers have slots for so many rows from the beginning: slots that grow are others all.
constexpr std::size_t least_layer_rows = 4096;

template <typename Rows>
OverrideColumns index_layer(const Rows& rows) {
  OverrideColumns columns;
  columns.slots.resize(slot_count(std::max(rows.size(), least_layer_rows)));
  for (const auto& row : rows) {
    columns.ids.add_key(row.group, row.object_id);
    columns.entries.insert(columns.entries.end(), row.entries.begin(), row.entries.end());
    columns.entry_ends.push_back(static_cast<std::uint32_t>(columns.entries.size()));
  }
  for (std::uint32_t row = 0; row < rows.size(); ++row) {
    put_in_slots(columns.slots, {columns.ids.text, columns.ids.ends}, row);
  }
  return columns;
}

}  // namespace

SnapshotBuilder::SnapshotBuilder(std::string_view extension, Scope scope, std::uint64_t revision)
    : extension_(extension), revision_(revision), scope_(scope) {}

CoreResult<std::uint32_t> SnapshotBuilder::add_group(std::string_view id) {
  if (groups_.size() == most_groups) return refuse(CoreError::too_many_groups);
  if (std::find(groups_.begin(), groups_.end(), id) != groups_.end()) {
    return refuse(CoreError::duplicate_group);
  }
  groups_.emplace_back(id);
  return static_cast<std::uint32_t>(groups_.size() - 1);
}

CoreResult<std::uint32_t> SnapshotBuilder::add_feature(FeatureKind kind, Feature feature) {
  if (!names_[place_of(kind)].insert(feature.name).second) {
    return refuse(CoreError::duplicate_feature);
  }
  auto& features = features_[place_of(kind)];
  features.push_back(std::move(feature));
  return static_cast<std::uint32_t>(features.size() - 1);
}

CoreResult<std::uint32_t> SnapshotBuilder::add_toggle(FeatureKind kind, const ToggleInput& input) {
  return add_feature(kind,
                     {std::string(input.name), base_answer(input).bits,
                      pack({input.default_setting, input.state, input.client, input.problem, {}})});
}

CoreResult<std::uint32_t> SnapshotBuilder::add_switch(const ToggleInput& input) {
  return add_toggle(FeatureKind::switch_, input);
}

CoreResult<std::uint32_t> SnapshotBuilder::add_flag(const ToggleInput& input) {
  return add_toggle(FeatureKind::flag, input);
}

CoreResult<std::uint32_t> SnapshotBuilder::add_sample(const SampleInput& input) {
  if (!is_ratio(input.default_ratio.value_or(0)) || !is_ratio(input.state_ratio.value_or(0))) {
    return refuse(CoreError::ratio_out_of_range);
  }
  auto added = add_feature(
      FeatureKind::sample,
      {std::string(input.name), base_answer(input).bits,
       pack({Setting::unset, Setting::unset, input.client, input.problem, input.fixed_answer})});
  if (added) {
    ratios_.push_back(effective_ratio(input));
    default_ratios_.push_back(input.default_ratio.value_or(no_number));
    state_ratios_.push_back(input.state_ratio.value_or(no_number));
  }
  return added;
}

CoreResult<void> SnapshotBuilder::add_override(std::uint32_t group, std::string_view object_id,
                                               std::uint32_t flag, bool on) {
  if (group >= groups_.size()) return refuse(CoreError::unknown_group);
  if (flag >= features_[place_of(FeatureKind::flag)].size()) return refuse(CoreError::unknown_flag);
  if (object_id.size() > max_object_id_bytes) return refuse(CoreError::object_id_too_long);
  overrides_.push_back({std::string(object_id), group, flag, on});
  return {};
}

CoreResult<void> SnapshotBuilder::add_row(std::uint32_t group, std::string_view object_id,
                                          std::span<const std::uint32_t> entries) {
  if (group >= groups_.size()) return refuse(CoreError::unknown_group);
  if (object_id.size() > max_object_id_bytes) return refuse(CoreError::object_id_too_long);
  const auto first_flag = features_[place_of(FeatureKind::switch_)].size();
  std::size_t at_least = first_flag;
  const auto behind_flags = first_flag + features_[place_of(FeatureKind::flag)].size();
  for (const std::uint32_t entry : entries) {
    if (entry >> 1U < at_least || entry >> 1U >= behind_flags) {
      return refuse(CoreError::unknown_flag);
    }
    at_least = (entry >> 1U) + 1;
  }
  rows_.push_back({std::string(object_id), group, {entries.begin(), entries.end()}});
  return {};
}

/// An upper bound of what build() writes, so that no offset of the format is too short.
std::size_t SnapshotBuilder::size_estimate() const {
  std::size_t size = 4096;
  for (const auto& group : groups_) size += group.size() + 16;
  for (const auto& features : features_) {
    for (const auto& feature : features) size += feature.name.size() + 64;
  }
  // A row takes up to 4 slots of 4 bytes, two ends and its entry.
  for (const auto& override : overrides_) size += override.object_id.size() + 30;
  for (const auto& row : rows_) size += row.object_id.size() + 26 + 4 * row.entries.size();
  return size;
}

/// Feature numbers, sorted by name within each kind.
std::vector<std::uint32_t> SnapshotBuilder::by_name() const {
  std::vector<std::uint32_t> order;
  std::uint32_t first = 0;
  for (const auto& features : features_) {
    const auto count = static_cast<std::uint32_t>(features.size());
    order.resize(first + count);
    const auto begin = order.begin() + static_cast<std::ptrdiff_t>(first);
    std::iota(begin, order.end(), first);
    std::sort(begin, order.end(), [&features, first](std::uint32_t a, std::uint32_t b) {
      return features[a - first].name < features[b - first].name;
    });
    first += count;
  }
  return order;
}

/// Overrides by group, id and flag; of several for the same three only the last one added.
std::vector<const SnapshotBuilder::Override*> SnapshotBuilder::sorted_overrides() const {
  std::vector<const Override*> sorted(overrides_.size());
  std::transform(overrides_.begin(), overrides_.end(), sorted.begin(),
                 [](const Override& override) { return &override; });
  const auto key = [](const Override* o) { return std::tie(o->group, o->object_id, o->flag); };
  std::stable_sort(sorted.begin(), sorted.end(),
                   [&key](const Override* a, const Override* b) { return key(a) < key(b); });
  // unique() keeps the first of equals, so it runs from the back.
  const auto first_kept =
      std::unique(sorted.rbegin(), sorted.rend(),
                  [&key](const Override* a, const Override* b) { return key(a) == key(b); });
  sorted.erase(sorted.begin(), first_kept.base());
  return sorted;
}

CoreResult<Bytes> SnapshotBuilder::build() const {
  if (extension_.empty() || extension_.size() > max_name_bytes ||
      std::any_of(extension_.begin(), extension_.end(), is_control)) {
    return refuse(CoreError::bad_extension_name);
  }
  if (size_estimate() > most_bytes) return refuse(CoreError::snapshot_too_large);

  TextColumn names;
  std::vector<std::uint8_t> base_answers;
  std::vector<std::uint8_t> settings;
  for (const auto& features : features_) {
    for (const auto& feature : features) {
      names.add(feature.name);
      base_answers.push_back(feature.base_answer);
      settings.push_back(feature.settings);
    }
  }
  const auto switch_count =
      static_cast<std::uint32_t>(features_[place_of(FeatureKind::switch_)].size());
  const auto flag_count = static_cast<std::uint32_t>(features_[place_of(FeatureKind::flag)].size());
  const OverrideColumns index =
      base_ != nullptr ? index_layer(rows_) : index_overrides(sorted_overrides(), switch_count);
  const std::vector<std::uint32_t> name_order = by_name();

  TextColumn groups;
  for (const auto& group : groups_) groups.add(group);

  PayloadLayout layout;
  layout.set(Field::switch_count, switch_count);
  layout.set(Field::flag_count, flag_count);
  const auto each_column = [&](auto visit) {
    visit(Field::ratios, ratios_);
    visit(Field::default_ratios, default_ratios_);
    visit(Field::state_ratios, state_ratios_);
    visit(Field::group_ends, groups.ends);
    visit(Field::name_ends, names.ends);
    visit(Field::by_name, name_order);
    visit(Field::id_ends, index.ids.ends);
    visit(Field::entry_ends, index.entry_ends);
    visit(Field::entries, index.entries);
    visit(Field::slots, index.slots);
    visit(Field::group_text, groups.text);
    visit(Field::name_text, names.text);
    visit(Field::id_text, index.ids.text);
    visit(Field::base_answers, base_answers);
    visit(Field::settings, settings);
  };
  each_column([&](Field field, const auto& values) { layout.set(field, values.size()); });

  const std::size_t payload_offset = header_size(extension_.size());
  Bytes bytes(payload_offset + layout.size());
  std::uint8_t* const payload = bytes.data() + payload_offset;
  layout.write_counts(payload);
  each_column([&](Field field, const auto& values) {
    using Element = typename std::decay_t<decltype(values)>::value_type;
    std::copy(values.begin(), values.end(), layout.column<Element>(payload, field).begin());
  });
  const std::uint64_t alone = is_base_ ? base_seed : whole_seed;
  write_header({bytes.data(), bytes.size()}, extension_, scope_, revision_,
               base_ == nullptr ? alone : base_->checksum());
  return bytes;
}

}  // namespace pancake
