#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "sync/feature_table.h"

namespace pancake {

/// Error unknown_group, with the groups that there are, unless the extension defines the group.
[[nodiscard]] Result<void> require_group(const ExtensionDefinition& extension,
                                         const std::string& group);

/// Where a table has a feature of this name: defined so, or stored under its key by somebody
/// whose definition we do not know (a Flask app), whatever the case of the name then was.
[[nodiscard]] std::optional<std::size_t> find_feature(const FeatureTable& table, FeatureKind kind,
                                                      const std::string& name);

/// Error unknown_feature, with what may have been meant and how to define it.
[[nodiscard]] tl::unexpected<Error> unknown_feature(const FeatureTable& table, FeatureKind kind,
                                                    const std::string& name);

}  // namespace pancake
