#pragma once

#include <optional>
#include <string>

#include "cli/session.h"
#include "sync/feature_table.h"

namespace pancake {

/// Error unknown_group, with the groups that there are, unless the extension defines the group.
[[nodiscard]] Result<void> require_group(const Session& session, const std::string& group);

/// Where a table has a feature of this name: defined so, or stored under its key by somebody
/// whose definition we do not know (a Flask app), whatever the case of the name then was.
[[nodiscard]] std::optional<std::size_t> find_feature(const FeatureTable& table, FeatureKind kind,
                                                      const std::string& name);

/// Error unknown_feature, with what may have been meant and how to define it.
[[nodiscard]] tl::unexpected<Error> unknown_feature(const FeatureTable& table, FeatureKind kind,
                                                    const std::string& name);

/// Error unknown_feature unless a feature may be written: the file or the store defines it, or
/// the store holds something under its key.
[[nodiscard]] Result<void> require_feature(Session& session, FeatureKind kind,
                                           const std::string& name);

}  // namespace pancake
