#pragma once

#include <optional>
#include <string>

#include "cli/command.h"
#include "cli/paint.h"
#include "cli/store_access.h"
#include "cli/surroundings.h"
#include "definitions/definitions.h"
#include "error.h"

namespace pancake {

/// The definitions of a run, and where they come from.
struct LoadedDefinitions {
  Definitions definitions;
  std::optional<std::string>
      file;  ///< no value: no file, and `definitions` has one empty extension
};

/// The definitions file that the options name, or `pancake.json` of the working folder; no value
/// if there is none.
[[nodiscard]] std::optional<std::string> chosen_file(const GlobalOptions& options);

/// Reads the definitions file that the options name, or `pancake.json` of the working folder if
/// they name none. Without a file there is one extension, empty, with the name from the options.
[[nodiscard]] Result<LoadedDefinitions> load_definitions(const GlobalOptions& options);

/// The extension that the options name. Error: unknown_extension, with those that there are.
[[nodiscard]] Result<const ExtensionDefinition*> find_extension(const LoadedDefinitions& loaded,
                                                                const std::string& name);

/// What a command that works on one extension in one store has at hand.
struct Session {
  const GlobalOptions& options;
  const ExtensionDefinition& extension;
  const std::optional<std::string>& definitions_file;
  StoreAccess& store;
  Surroundings& surroundings;
  Paint paint;

  [[nodiscard]] std::ostream& out() const { return surroundings.out; }
};

}  // namespace pancake
