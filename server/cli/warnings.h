#pragma once

#include <string>
#include <vector>

#include "cli/session.h"
#include "sync/feature_table.h"

namespace pancake {

/// The problems of a table that are about features of one kind, or about one of them.
[[nodiscard]] std::vector<std::string> problems_of(const FeatureTable& table, FeatureKind kind);
[[nodiscard]] std::vector<std::string> problems_of(const FeatureTable& table, FeatureKind kind,
                                                   const std::string& name);

/// One line on standard error if what this run changed is not in the log.
void warn_of_log(Session& session, const Written& written);

/// One line on standard error for what the store holds and nobody can use; none without problems.
///
///   Warning: ignoring what cannot be used: switch 'maintenance': holds a Redis list
void warn(Session& session, const std::vector<std::string>& problems);

}  // namespace pancake
