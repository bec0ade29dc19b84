#pragma once

#include "cli/command.h"
#include "cli/session.h"

namespace pancake {

/// Each carries out one command: its answer goes to the session's output, a failure comes back
/// as a value and has changed nothing.
Result<void> list_features(const ListFeatures& command, Session& session);
Result<void> list_group(const ListGroup& command, Session& session);
Result<void> check_feature(const CheckFeature& command, Session& session);
Result<void> change_feature(const ChangeFeature& command, Session& session);
Result<void> show_overview(const ShowOverview& command, Session& session);
Result<void> show_status(const ShowStatus& command, Session& session);
Result<void> show_log(const ShowLog& command, Session& session);
Result<void> export_snapshot(const ExportSnapshot& command, Session& session);

/// Needs neither store nor definitions.
Result<void> inspect_snapshot(const InspectSnapshot& command, const GlobalOptions& options,
                              Surroundings& surroundings);

/// Reads the settings and the files that they name, and serves until a signal ends it.
Result<void> run_server(const Serve& command, const GlobalOptions& options,
                        Surroundings& surroundings);

/// Shows what each setting of the server is and where that comes from; secrets are not shown.
Result<void> print_config(const Serve& command, const GlobalOptions& options,
                          Surroundings& surroundings);

}  // namespace pancake
