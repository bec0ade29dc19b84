#pragma once

#include <span>
#include <string>

#include "pancake/evaluation.h"
#include "sync/feature_table.h"

namespace pancake {

/// The JSON body of `/status` and of `pancake status --json` for one visitor: flask-pancake
/// 0.5.2's fields. `answers` are those of the table's full snapshot, by feature index; features
/// that nobody defined are left out.
[[nodiscard]] std::string status_json(const FeatureTable& table, std::span<const Answer> answers);

}  // namespace pancake
