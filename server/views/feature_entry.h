#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>

#include "sync/feature_table.h"

namespace pancake {

/// A default as JSON, written as in its definition (42 stays 42); null if nobody defined it.
[[nodiscard]] nlohmann::ordered_json default_json(const FeatureDefinition& definition);

/// A feature as lists show it:
///
///   {"name":"BETA","default":false,"key":"FLAG:pancake:BETA","description":"…","client":true,
///    "discovered":true,"problem":"…","is_active":true}
///
/// `description`, `client`, `discovered` and `problem` stand where there is something to say; a
/// sample has `value`, its ratio, in place of `is_active`. Either is null if nobody knows it.
[[nodiscard]] nlohmann::ordered_json feature_entry(const FeatureTable& table, FeatureKind kind,
                                                   const FeatureRow& row);

/// The same of a flag, where `is_active` is what it says for one object of a group: null for no
/// override. `flag` and `group` are indices of the table.
[[nodiscard]] nlohmann::ordered_json group_entry(const FeatureTable& table, std::size_t flag,
                                                 std::size_t group, std::string_view object_id);

}  // namespace pancake
