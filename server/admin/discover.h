#pragma once

#include <string>

#include "store/store.h"

namespace pancake {

/// A definitions file with what the file defines already, and added to it what the store
/// defines, what Flask apps stored without any definition, and the groups that overrides show.
///
/// A default that nobody knows is what is stored now, so that the file changes no answer: else
/// false, or 0. Names are those of keys, upper-cased. Read by parse_definitions.
/// Errors: those of join().
[[nodiscard]] Result<std::string> discovered_definitions(const ExtensionDefinition& extension,
                                                         const StoredState& stored);

}  // namespace pancake
