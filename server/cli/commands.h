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
Result<void> show_diff(const ShowDiff& command, Session& session);
Result<void> roll_back(const RollBack& command, Session& session);
Result<void> export_state(const ExportState& command, Session& session);
Result<void> import_state(const ImportState& command, Session& session);
Result<void> discover_definitions(const DiscoverDefinitions& command, Session& session);
Result<void> explain_feature(const ExplainFeature& command, Session& session);
Result<void> accept_store_state(const AcceptStoreState& command, Session& session);
Result<void> export_snapshot(const ExportSnapshot& command, Session& session);

/// Who a command's changes are by, for the log: "cli:ada".
[[nodiscard]] Author author_of(const Session& session, const std::string& reason);

/// All of a file, or of standard input for "-".
[[nodiscard]] Result<std::string> read_text(const std::string& file, Surroundings& surroundings);

/// Needs no store, and reads the definitions itself. What it finds goes to the output, and what
/// makes the file unusable is an error too.
Result<void> lint_definitions(const LintDefinitions& command, const GlobalOptions& options,
                              Surroundings& surroundings);

/// Needs neither store nor definitions.
Result<void> inspect_snapshot(const InspectSnapshot& command, const GlobalOptions& options,
                              Surroundings& surroundings);

/// Needs neither store nor definitions.
Result<void> make_token(const MakeToken& command, const GlobalOptions& options,
                        Surroundings& surroundings);

/// Reads the settings and the files that they name, and serves until a signal ends it.
Result<void> run_server(const Serve& command, const GlobalOptions& options,
                        Surroundings& surroundings);

/// Shows what each setting of the server is and where that comes from; secrets are not shown.
Result<void> print_config(const Serve& command, const GlobalOptions& options,
                          Surroundings& surroundings);

}  // namespace pancake
