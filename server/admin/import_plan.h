#pragma once

#include "admin/change_plan.h"
#include "admin/export_document.h"

namespace pancake {

enum class ImportMode : std::uint8_t {
  merge,    ///< what the document does not have stays as it is
  replace,  ///< what the document does not have is removed
};

/// The least changes that bring a store to what a document says. Left out, and said so: what the
/// definitions file defines, groups that it does not have, and values that nobody could use.
///
/// `extension` is the file's definition, `current` what the store holds now. Error bad_value for
/// a document of another extension.
[[nodiscard]] Result<ChangePlan> import_plan(const ExtensionDefinition& extension,
                                             const ExportDocument& document,
                                             const StoredState& current, ImportMode mode);

}  // namespace pancake
