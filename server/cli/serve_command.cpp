#include "cli/commands.h"
#include "cli/serve_settings.h"

namespace pancake {

Result<void> run_server(const Serve& command, const GlobalOptions& options,
                        Surroundings& surroundings) {
  const auto serving = read_serve_options(command, options);
  if (!serving) return tl::unexpected(serving.error());
  return surroundings.serve(*serving,
                            [&]() { return reread_serve_options(command, options, *serving); });
}

}  // namespace pancake
