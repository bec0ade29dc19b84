#include "pancake/snapshot.h"

#include <algorithm>
#include <cmath>

#include "columns.h"
#include "hash.h"
#include "settings_byte.h"
#include "snapshot_header.h"
#include "snapshot_verify.h"

namespace pancake {
namespace {

std::optional<double> number_or_none(double number) noexcept {
  return std::isnan(number) ? std::nullopt : std::optional<double>(number);
}

}  // namespace

CoreResult<Snapshot> Snapshot::open(Bytes bytes, const Snapshot* base) noexcept {
  return open_seeded(std::move(bytes), base, base == nullptr ? whole_seed : base->checksum());
}

CoreResult<Snapshot> Snapshot::open_base(Bytes bytes) noexcept {
  return open_seeded(std::move(bytes), nullptr, base_seed);
}

CoreResult<Snapshot> Snapshot::open_seeded(Bytes bytes, const Snapshot* base,
                                           std::uint64_t seed) noexcept {
  const auto header = read_header(bytes.span(), seed);
  if (!header) return tl::unexpected<CoreError>(header.error());

  Snapshot snapshot;
  if (!verify_payload(bytes.span().subspan(header->payload_offset), snapshot.columns_)) {
    return tl::unexpected<CoreError>(CoreError::broken_structure);
  }
  // The bytes are moved, not copied: header and columns keep pointing into them.
  snapshot.bytes_ = std::move(bytes);
  snapshot.extension_ = header->extension;
  snapshot.scope_ = header->scope;
  snapshot.revision_ = header->revision;
  const auto number_of = [&snapshot](Field field) {
    return snapshot.columns_[place_of(field)].count;
  };
  snapshot.feature_count_ = number_of(Field::name_ends);
  snapshot.switch_count_ = number_of(Field::switch_count);
  snapshot.flag_count_ = number_of(Field::flag_count);
  snapshot.base_ = base;
  if (base != nullptr && !snapshot.fits(*base)) {
    return tl::unexpected<CoreError>(CoreError::broken_structure);
  }
  return snapshot;
}

/// Whether the base's groups and features have the same numbers.
bool Snapshot::fits(const Snapshot& base) const noexcept {
  return base.base_ == nullptr && base.feature_count_ == feature_count_ &&
         base.switch_count_ == switch_count_ && base.flag_count_ == flag_count_ &&
         base.group_count() == group_count();
}

std::uint64_t Snapshot::checksum() const noexcept { return checksum_in(bytes_.span()); }

std::uint64_t Snapshot::content_hash() const noexcept {
  const auto payload = bytes_.span().subspan(header_size(extension_.size()));
  return hash64(payload, hash64(extension_, static_cast<std::uint64_t>(scope_)));
}

std::uint64_t Snapshot::features_hash() const noexcept {
  std::uint64_t hash = hash64(extension_, static_cast<std::uint64_t>(scope_));
  for (const Field field : {Field::switch_count, Field::flag_count}) {
    hash = hash * 31 + columns_[place_of(field)].count;
  }
  for (const Field field : {Field::default_ratios, Field::state_ratios, Field::ratios,
                            Field::group_ends, Field::name_ends, Field::group_text,
                            Field::name_text, Field::base_answers, Field::settings}) {
    const Column& found = columns_[place_of(field)];
    hash = hash64(std::span(found.first, found.count * element_bytes(place_of(field))), hash);
  }
  return hash;
}

std::uint32_t Snapshot::group_count() const noexcept {
  return columns_[place_of(Field::group_ends)].count;
}

std::string_view Snapshot::group(std::uint32_t group) const noexcept {
  return text_at(columns_, Field::group_text, Field::group_ends, group);
}

std::string_view Snapshot::name(std::uint32_t feature) const noexcept {
  return text_at(columns_, Field::name_text, Field::name_ends, feature);
}

std::optional<std::uint32_t> Snapshot::find(FeatureKind kind,
                                            std::string_view name) const noexcept {
  const auto by_name = column<std::uint32_t>(columns_, Field::by_name);
  // The features of one kind stand together in by_name, as they do in the numbering.
  const std::uint32_t ends[] = {switch_count_, switch_count_ + flag_count_, feature_count_};
  const auto place = static_cast<std::size_t>(kind);
  const std::uint32_t begin = place == 0 ? 0 : ends[place - 1];
  const auto of_kind = by_name.subspan(begin, ends[place] - begin);

  const auto found = std::lower_bound(of_kind.begin(), of_kind.end(), name,
                                      [this](std::uint32_t feature, std::string_view wanted) {
                                        return this->name(feature) < wanted;
                                      });
  if (found == of_kind.end() || this->name(*found) != name) return std::nullopt;
  return *found;
}

FeatureDetails Snapshot::details(std::uint32_t feature) const noexcept {
  const SettingsByte settings = unpack(column<std::uint8_t>(columns_, Field::settings)[feature]);
  FeatureDetails details;
  details.name = name(feature);
  details.default_setting = settings.default_setting;
  details.state = settings.state;
  details.client = settings.client;
  details.problem = settings.problem;
  details.fixed_answer = settings.fixed_answer;
  if (feature < switch_count_) {
    details.kind = FeatureKind::switch_;
  } else if (feature < switch_count_ + flag_count_) {
    details.kind = FeatureKind::flag;
  } else {
    details.kind = FeatureKind::sample;
    const std::uint32_t sample = feature - switch_count_ - flag_count_;
    details.default_ratio = number_or_none(column<double>(columns_, Field::default_ratios)[sample]);
    details.state_ratio = number_or_none(column<double>(columns_, Field::state_ratios)[sample]);
  }
  return details;
}

std::uint32_t Snapshot::override_row_count() const noexcept {
  const std::uint32_t own = columns_[place_of(Field::id_ends)].count;
  return base_ == nullptr ? own : base_->override_row_count() + own;
}

Snapshot::OverrideRow Snapshot::override_row(std::uint32_t row) const noexcept {
  const Columns* columns = &columns_;
  if (base_ != nullptr) {
    const std::uint32_t of_base = base_->override_row_count();
    if (row < of_base)
      columns = &base_->columns_;
    else
      row -= of_base;
  }
  const auto [group, object_id] = parts_of(key_of(*columns, row));
  const auto entries = entries_of(*columns, row);
  if (group >= group_count()) return {0, object_id, entries};
  const auto that_counts = overrides_of(group, object_id);
  const bool counts = !entries.empty() && that_counts.data() == entries.data();
  return {group, object_id, entries, counts};
}

std::span<const std::uint8_t> Snapshot::base_answers() const noexcept {
  return column<std::uint8_t>(columns_, Field::base_answers);
}

std::span<const double> Snapshot::ratios() const noexcept {
  return column<double>(columns_, Field::ratios);
}

}  // namespace pancake
