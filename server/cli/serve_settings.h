#pragma once

#include "cli/command.h"
#include "cli/given_settings.h"
#include "error.h"
#include "serve/serve.h"

namespace pancake {

/// All that options, variables and the config file say, each setting from the first that says it.
/// Errors are those of the config file.
[[nodiscard]] Result<GivenSettings> gather_settings(const Serve& command,
                                                    const GlobalOptions& options);

/// The options of the server: the settings with the files that they name read, definitions and
/// secrets among them. An error names the setting and who gave it.
[[nodiscard]] Result<ServeOptions> read_serve_options(const Serve& command,
                                                      const GlobalOptions& options);

/// The same for a server that runs with `present`: what it cannot change stays, and is named.
[[nodiscard]] Result<Reread> reread_serve_options(const Serve& command,
                                                  const GlobalOptions& options,
                                                  const ServeOptions& present);

}  // namespace pancake
