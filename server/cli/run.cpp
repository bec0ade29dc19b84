#include "cli/run.h"

#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/remote_access.h"
#include "cli/words.h"

namespace pancake {

namespace {

constexpr int exit_done = 0;
constexpr int exit_refused = 1;
constexpr int exit_usage = 2;

/// Sends each command to what carries it out, with as much of a session as it needs.
class Runner {
 public:
  Runner(const GlobalOptions& options, Surroundings& surroundings)
      : options_(options), surroundings_(surroundings) {}

  Result<void> operator()(const ShowText& command) {
    surroundings_.out << command.text;
    return {};
  }
  Result<void> operator()(const InspectSnapshot& command) {
    return inspect_snapshot(command, options_, surroundings_);
  }
  Result<void> operator()(const MakeToken& command) {
    return make_token(command, options_, surroundings_);
  }
  Result<void> operator()(const Serve& command) {
    return command.print_config ? print_config(command, options_, surroundings_)
                                : run_server(command, options_, surroundings_);
  }
  Result<void> operator()(const ListFeatures& command) {
    return in_session(command, list_features);
  }
  Result<void> operator()(const ListGroup& command) { return in_session(command, list_group); }
  Result<void> operator()(const CheckFeature& command) {
    return in_session(command, check_feature);
  }
  Result<void> operator()(const ChangeFeature& command) {
    return in_session(command, change_feature);
  }
  Result<void> operator()(const ShowOverview& command) {
    return in_session(command, show_overview);
  }
  Result<void> operator()(const ShowStatus& command) { return in_session(command, show_status); }
  Result<void> operator()(const ShowLog& command) { return in_session(command, show_log); }
  Result<void> operator()(const ShowDiff& command) { return in_session(command, show_diff); }
  Result<void> operator()(const RollBack& command) { return in_session(command, roll_back); }
  Result<void> operator()(const ExportState& command) { return in_session(command, export_state); }
  Result<void> operator()(const ImportState& command) { return in_session(command, import_state); }
  Result<void> operator()(const DiscoverDefinitions& command) {
    return in_session(command, discover_definitions);
  }
  Result<void> operator()(const ExplainFeature& command) {
    return in_session(command, explain_feature);
  }
  Result<void> operator()(const AcceptStoreState& command) {
    return in_session(command, accept_store_state);
  }
  Result<void> operator()(const LintDefinitions& command) {
    return lint_definitions(command, options_, surroundings_);
  }
  Result<void> operator()(const ExportSnapshot& command) {
    return in_session(command, export_snapshot);
  }

 private:
  template <typename AnyCommand>
  Result<void> in_session(const AnyCommand& command,
                          Result<void> (*carry_out)(const AnyCommand&, Session&)) {
    if (options_.remote) return in_remote_session(command, carry_out);
    const auto loaded = load_definitions(options_);
    if (!loaded) return tl::unexpected(loaded.error());
    StoreAccess store(options_.store_url, surroundings_.store);
    return with_definitions(command, carry_out, *loaded, store);
  }

  /// The same on another server, which has the definitions.
  template <typename AnyCommand>
  Result<void> in_remote_session(const AnyCommand& command,
                                 Result<void> (*carry_out)(const AnyCommand&, Session&)) {
    auto remote = open_remote(*options_.remote);
    if (!remote) return tl::unexpected(remote.error());
    RemoteStore& server = **remote;
    StoreAccess store(*std::move(remote));
    auto definitions = store.definition(server, options_.extension);
    if (!definitions) return tl::unexpected(definitions.error());
    if (!server.held().empty() && !std::is_same_v<AnyCommand, AcceptStoreState>) {
      surroundings_.err << "Warning: " << shown(server.name()) << " does not believe its store ("
                        << shown(server.held())
                        << ") and serves what it had before; this is what the store holds.\n";
    }
    const LoadedDefinitions loaded{*std::move(definitions),
                                   "the definitions file of " + server.name()};
    return with_definitions(command, carry_out, loaded, store);
  }

  template <typename AnyCommand>
  Result<void> with_definitions(const AnyCommand& command,
                                Result<void> (*carry_out)(const AnyCommand&, Session&),
                                const LoadedDefinitions& loaded, StoreAccess& store) {
    const auto extension = find_extension(loaded, options_.extension);
    if (!extension) return tl::unexpected(extension.error());
    Session session{
        options_,      **extension,
        loaded.file,   store,
        surroundings_, paint_for(surroundings_.out_is_terminal, surroundings_.environment)};
    return carry_out(command, session);
  }

  const GlobalOptions& options_;
  Surroundings& surroundings_;
};

}  // namespace

int run(const std::vector<std::string>& words, Surroundings& surroundings) {
  const auto invocation = read_arguments(words, surroundings.environment);
  if (!invocation) {
    surroundings.err << invocation.error().text;
    return exit_usage;
  }
  const auto done = std::visit(Runner(invocation->options, surroundings), invocation->command);
  if (done) return exit_done;
  surroundings.err << "Error: " << shown(done.error().message) << '\n';
  return done.error().code == ErrorCode::usage ? exit_usage : exit_refused;
}

}  // namespace pancake
