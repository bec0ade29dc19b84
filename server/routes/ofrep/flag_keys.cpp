#include "routes/ofrep/flag_keys.h"

namespace pancake::ofrep {
namespace {

bool has_key(const Snapshot& full, Audience audience, std::uint32_t feature) noexcept {
  const FeatureDetails details = full.details(feature);
  const bool defined = details.kind == FeatureKind::sample
                           ? details.default_ratio.has_value()
                           : details.default_setting != Setting::unset;
  return defined && (audience == Audience::servers || details.client);
}

}  // namespace

std::optional<std::uint32_t> find_flag(const Snapshot& full, Audience audience,
                                       std::string_view key) noexcept {
  for (const FeatureKind kind : {FeatureKind::flag, FeatureKind::switch_, FeatureKind::sample}) {
    const auto feature = full.find(kind, key);
    if (feature && has_key(full, audience, *feature)) return feature;
  }
  return std::nullopt;
}

std::vector<std::uint32_t> all_flags(const Snapshot& full, Audience audience) {
  std::vector<std::uint32_t> features;
  for (std::uint32_t feature = 0; feature < full.feature_count(); ++feature) {
    // One that another kind's feature of the same name stands before cannot be asked for either.
    if (has_key(full, audience, feature) &&
        find_flag(full, audience, full.name(feature)) == feature) {
      features.push_back(feature);
    }
  }
  return features;
}

}  // namespace pancake::ofrep
