#pragma once

#include <nlohmann/json.hpp>
#include <string_view>

#include "sync/feature_table.h"

namespace pancake {

/// One feature as the API shows it alone: its entry in lists with its kind, and `state`, what is
/// stored (true, false, a ratio; null for nothing that can be used).
[[nodiscard]] nlohmann::ordered_json feature_resource(const FeatureTable& table, FeatureKind kind,
                                                      std::size_t row);

/// {"flag":"BETA","group":"user","id":"42","is_active":null}
[[nodiscard]] nlohmann::ordered_json override_resource(const FeatureTable& table, std::size_t flag,
                                                       std::size_t group,
                                                       std::string_view object_id);

/// What a change is about, as a GET of it shows it; null if it is not there yet.
[[nodiscard]] nlohmann::ordered_json resource_of(const FeatureTable& table, const Change& change);

}  // namespace pancake
