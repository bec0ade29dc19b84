#include "cli/command_tree.h"

#include <algorithm>

#include "cli/help_text.h"
#include "cli/usage_error.h"

namespace pancake {

namespace {

/// Where a command collects words beyond its arguments; never shown.
constexpr const char* surplus = "SURPLUS";
constexpr int any_number = 1 << 20;

/// CLI11 takes "-1" for an argument; click, and so flask-pancake, for an option that is not
/// there, unless "--" stands before it. This takes it, and `unknown_word` tells.
void catch_negative_numbers(CLI::App& app) {
  const std::string text = "A number that looks like an option.";
  app.add_flag(digit_options, text)->take_all()->group("");
}

/// `with_remote`: all but serve, which is a server itself and has a token file of its own.
void add_global_options(CLI::App& app, bool with_remote = true) {
  const auto add = [&app](const char* name, const char* value, const char* text) {
    app.add_option(name, CLI::callback_t{}, text)
        ->type_name(value)
        ->take_last()
        ->group("Global options");
  };
  add("--store", "URL",
      "Where states are kept: sqlite:PATH, redis://[USER[:PASSWORD]@]HOST[:PORT][/DB], rediss://… "
      "(TLS), redis+sentinel://HOST[:PORT][,…]/MASTER[/DB], rediss+sentinel://… or memory:. "
      "[default: sqlite:pancake.db; env: PANCAKE_STORE]");
  add("--definitions", "FILE",
      "The definitions file; '' for none. [default: pancake.json of this folder, if there is one; "
      "env: PANCAKE_DEFINITIONS]");
  add("--extension", "NAME",
      "The extension to work on. [default: pancake; env: PANCAKE_EXTENSION]");
  if (with_remote) {
    add("--server", "URL",
        "Another Pancake server, to work on through its admin API in place of a store; the "
        "definitions are the server's. [env: PANCAKE_SERVER]");
    add("--token-file", "FILE",
        "A file with the admin token for --server. [env: PANCAKE_TOKEN_FILE, or the token itself: "
        "PANCAKE_TOKEN]");
    add("--server-ca", "FILE",
        "Certificates (PEM) of the authority that signed the server's, in place of the system's. "
        "[env: PANCAKE_SERVER_CA]");
    add("--client-cert", "FILE",
        "The certificate chain (PEM) to show to a server that wants one of its clients. "
        "[env: PANCAKE_CLIENT_CERT]");
    add("--client-key", "FILE",
        "The private key of --client-cert in PEM, without a passphrase. "
        "[env: PANCAKE_CLIENT_KEY]");
    const std::string insecure_text =
        "Send the token over http:// to another machine, for everybody on the way to read. "
        "[env: PANCAKE_INSECURE_HTTP]";
    app.add_flag("--insecure-http", insecure_text)->take_last()->group("Global options");
  }
  const std::string json_text = "Answer in JSON, for programs.";
  app.add_flag("--json", json_text)->take_last()->group("Global options");
  app.get_help_ptr()->description("Show this help and exit.");
  app.get_help_ptr()->group("Global options");
  catch_negative_numbers(app);
}

/// `--name=` becomes `--name` and an empty word: CLI11 would take the next word as its value.
std::vector<std::string> with_empty_values_apart(const std::vector<std::string>& words) {
  std::vector<std::string> apart;
  bool options = true;
  for (const auto& word : words) {
    options = options && word != "--";
    if (options && word.starts_with("--") && word.find('=') == word.size() - 1) {
      apart.push_back(word.substr(0, word.size() - 1));
      apart.emplace_back();
    } else {
      apart.push_back(word);
    }
  }
  return apart;
}

/// As TruthSetting reads it: the variable is the one of `serve` too.
bool is_yes(const std::string& text) {
  return text == "true" || text == "1" || text == "yes" || text == "on";
}

/// The server that options or variables name; options win over variables, so that --store does
/// over PANCAKE_SERVER.
std::optional<RemoteOptions> remote_options(const GlobalOptions& options,
                                            const Environment& environment) {
  const auto text_of = [&](const char* name, const char* variable) -> std::optional<std::string> {
    const auto given = options.given.find(name);
    return given == options.given.end() ? text_in(environment, variable)
                                        : std::optional(given->second);
  };
  if (options.given.contains("store") && !options.given.contains("server")) return std::nullopt;
  const auto url = text_of("server", "PANCAKE_SERVER");
  if (!url) return std::nullopt;
  RemoteOptions remote;
  remote.url = *url;
  remote.token_file = text_of("token-file", "PANCAKE_TOKEN_FILE");
  remote.ca_file = text_of("server-ca", "PANCAKE_SERVER_CA");
  remote.certificate_file = text_of("client-cert", "PANCAKE_CLIENT_CERT");
  remote.key_file = text_of("client-key", "PANCAKE_CLIENT_KEY");
  const auto insecure = text_of("insecure-http", "PANCAKE_INSECURE_HTTP").value_or("false");
  remote.insecure_http = is_yes(insecure);
  if (!remote.token_file) remote.token = text_in(environment, "PANCAKE_TOKEN").value_or("");
  return remote;
}

}  // namespace

CommandDescription& CommandDescription::argument(const std::string& name, const std::string& text) {
  app_.add_option(name, CLI::callback_t{}, text)->type_name("");
  return *this;
}

CommandDescription& CommandDescription::optional_argument(const std::string& name,
                                                          const std::string& text) {
  app_.add_option(name, CLI::callback_t{}, text)->type_name("")->option_text("optional");
  return *this;
}

CommandDescription& CommandDescription::option(const std::string& name, const std::string& value,
                                               const std::string& text) {
  app_.add_option(name, CLI::callback_t{}, text)->type_name(value)->take_last();
  return *this;
}

CommandDescription& CommandDescription::required_option(const std::string& name,
                                                        const std::string& value,
                                                        const std::string& text) {
  // Not CLI11's required(): a missing option is reported after missing arguments, as click does.
  app_.add_option(name, CLI::callback_t{}, text)
      ->type_name(value)
      ->take_last()
      ->option_text("required");
  return *this;
}

CommandDescription& CommandDescription::repeatable(const std::string& name,
                                                   const std::string& value,
                                                   const std::string& text) {
  app_.add_option(name, CLI::callback_t{}, text)->type_name(value)->take_all();
  return *this;
}

CommandDescription& CommandDescription::flag(const std::string& name, const std::string& text) {
  app_.add_flag(name, text)->take_last();
  return *this;
}

CommandDescription& CommandDescription::footer(const std::string& text) {
  app_.footer(text);
  return *this;
}

CommandDescription& CommandDescription::reads(CommandReader reader) {
  reader_ = std::move(reader);
  app_.add_option(surplus, CLI::callback_t{})->expected(any_number)->take_all()->group("");
  return *this;
}

CommandTree::CommandTree(const std::string& description, const std::string& version)
    : root_(description, "pancake"), version_("pancake " + version + "\n") {
  root_.require_subcommand(0, 1);
  root_.allow_extras();
  add_global_options(root_);
  root_.set_version_flag("--version", version_, "Show the version and exit.")
      ->group("Global options");
}

CLI::App& CommandTree::add_group(const std::string& name, const std::string& heading,
                                 const std::string& description) {
  CLI::App& group = *root_.add_subcommand(name, description);
  group.group(heading);
  group.require_subcommand(0, 1);
  group.allow_extras();
  add_global_options(group);
  return group;
}

CommandDescription CommandTree::add(const std::string& name, const std::string& heading,
                                    const std::string& description) {
  CLI::App& app = *root_.add_subcommand(name, description);
  app.group(heading);
  return describe(app);
}

CommandDescription CommandTree::add(CLI::App& group, const std::string& name,
                                    const std::string& description) {
  CLI::App& app = *group.add_subcommand(name, description);
  app.group("Commands");
  return describe(app);
}

CommandDescription CommandTree::describe(CLI::App& app) {
  app.require_subcommand(0);
  app.allow_extras();
  add_global_options(app, app.get_name() != "serve");
  return {app, readers_[&app]};
}

std::vector<const CLI::App*> CommandTree::parsed_path() const {
  std::vector<const CLI::App*> path{&root_};
  for (auto below = root_.get_subcommands(); !below.empty(); below = path.back()->get_subcommands())
    path.push_back(below.front());
  return path;
}

GlobalOptions CommandTree::global_options(const Environment& environment) const {
  GlobalOptions options;
  options.store_url = text_in(environment, "PANCAKE_STORE").value_or(options.store_url);
  options.definitions_file = text_in(environment, "PANCAKE_DEFINITIONS");
  options.extension = text_in(environment, "PANCAKE_EXTENSION").value_or(options.extension);
  for (const CLI::App* app : parsed_path()) {
    const Given given(*app);
    const bool is_server = app->get_name() == "serve";
    for (const char* name : {"store", "definitions", "extension", "server", "token-file",
                             "server-ca", "client-cert", "client-key", "insecure-http"}) {
      // Its own options of these names.
      const std::string_view option = name;
      if (is_server && (option == "token-file" || option == "insecure-http")) continue;
      if (auto text = given.option("--" + std::string(name))) options.given[name] = *text;
    }
    options.json = options.json || given.has("--json");
  }
  const auto& given = options.given;
  if (const auto text = given.find("store"); text != given.end()) options.store_url = text->second;
  if (const auto text = given.find("definitions"); text != given.end())
    options.definitions_file = text->second;
  if (const auto text = given.find("extension"); text != given.end())
    options.extension = text->second;
  options.remote = remote_options(options, environment);
  return options;
}

std::optional<std::string> CommandTree::contradiction(const GlobalOptions& options,
                                                      const Command& command) {
  const auto& given = options.given;
  if (std::holds_alternative<Serve>(command)) {
    if (given.contains("server")) return "'serve' is a server itself: it takes no --server.";
    for (const std::string name : {"token-file", "insecure-http"}) {
      if (given.contains(name)) return "The --" + name + " of 'serve' stands behind that word.";
    }
    for (const std::string name : {"server-ca", "client-cert", "client-key"}) {
      if (given.contains(name)) return "--" + name + " is for --server, which 'serve' has not.";
    }
    return std::nullopt;
  }
  if (!options.remote) return std::nullopt;
  if (options.remote->certificate_file.has_value() != options.remote->key_file.has_value()) {
    return "--client-cert and --client-key belong together.";
  }
  for (const char* name : {"store", "definitions"}) {
    if (given.contains("server") && given.contains(name)) {
      return "--server and --" + std::string(name) +
             " contradict each other: a server has its own.";
    }
  }
  return std::nullopt;
}

tl::expected<Command, WrongUsage> CommandTree::read_command(const CLI::App& app) const {
  const auto reader = readers_.find(&app);
  if (reader == readers_.end()) return ShowText{help_text(app)};
  if (auto problem = missing_word(app)) return tl::unexpected(wrong_usage(app, *problem));
  auto command = reader->second(Given(app));
  if (!command) return tl::unexpected(wrong_usage(app, command.error()));
  if (auto problem = words_too_many(Given(app).options(surplus)))
    return tl::unexpected(wrong_usage(app, *problem));
  return *std::move(command);
}

tl::expected<Invocation, WrongUsage> CommandTree::read(const std::vector<std::string>& words,
                                                       const Environment& environment) {
  auto apart = with_empty_values_apart(words);
  std::ranges::reverse(apart);  // CLI11 takes words from the back
  try {
    root_.parse(std::move(apart));
  } catch (const CLI::CallForHelp&) {
    return Invocation{{}, ShowText{help_text(*parsed_path().back())}};
  } catch (const CLI::CallForVersion&) {
    return Invocation{{}, ShowText{version_}};
  } catch (const CLI::ArgumentMismatch& mismatch) {
    return tl::unexpected(option_without_value(mismatch.what()));
  } catch (const CLI::Error& error) {
    return tl::unexpected(wrong_usage(*parsed_path().back(), error.what()));
  }
  for (const CLI::App* app : parsed_path()) {
    if (auto problem = unknown_word(*app)) return tl::unexpected(*problem);
  }
  auto command = read_command(*parsed_path().back());
  if (!command) return tl::unexpected(command.error());
  auto options = global_options(environment);
  if (const auto problem = contradiction(options, *command)) {
    return tl::unexpected(wrong_usage(*parsed_path().back(), *problem));
  }
  return Invocation{std::move(options), *std::move(command)};
}

}  // namespace pancake
