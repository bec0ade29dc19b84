#pragma once

#include <string>

#include "store/store.h"
#include "sync/feature_table.h"

namespace pancake {

/// Whether a change may be written: it names a feature and a group that exist, or something new
/// with an allowed name; its id is short enough, its value one that can be read back; and what
/// the definitions file defines is not defined in the store as well.
///
/// Errors: bad_name, bad_value, unknown_group and unknown_feature. The last one alone depends on
/// what the store holds: with a table that was made from less (the file alone, `read_for` without
/// ids, a state that is a moment old) it may be wrong, and the check is to be made again with
/// more. `file` is what the file is called in messages.
[[nodiscard]] Result<void> check_change(const ExtensionDefinition& extension,
                                        const FeatureTable& table, const Change& change,
                                        const std::string& file = "the definitions file");

}  // namespace pancake
