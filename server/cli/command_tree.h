#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <map>
#include <string>
#include <tl/expected.hpp>

#include "cli/arguments.h"
#include "cli/environment.h"
#include "cli/given.h"

namespace pancake {

/// Makes the command of what was given, or says in one sentence what is wrong with a value.
using CommandReader = std::function<tl::expected<Command, std::string>(const Given&)>;

/// One command while it is being described.
class CommandDescription {
 public:
  CommandDescription(CLI::App& app, CommandReader& reader) : app_(app), reader_(reader) {}

  /// A word that must be given, in this order ("NAME").
  CommandDescription& argument(const std::string& name, const std::string& text);
  /// A word that may be given ("[FILE]").
  CommandDescription& optional_argument(const std::string& name, const std::string& text);
  /// An option with a value; the last one counts.
  CommandDescription& option(const std::string& name, const std::string& value,
                             const std::string& text);
  CommandDescription& required_option(const std::string& name, const std::string& value,
                                      const std::string& text);
  /// An option with a value that may be given several times.
  CommandDescription& repeatable(const std::string& name, const std::string& value,
                                 const std::string& text);
  /// An option without a value.
  CommandDescription& flag(const std::string& name, const std::string& text);
  /// What stands at the end of the help: a title ("Examples:") and indented lines.
  CommandDescription& footer(const std::string& text);
  /// Ends the description: what makes the command of the words.
  CommandDescription& reads(CommandReader reader);

 private:
  CLI::App& app_;
  CommandReader& reader_;
};

/// All commands with their arguments, options and help, on CLI11.
///
/// CLI11 takes the words apart; which of them are wrong, and how that is said, is decided here
/// as click does it: first unknown options, then missing arguments, values, and words too many.
class CommandTree {
 public:
  CommandTree(const std::string& description, const std::string& version);

  /// A group of commands ("flags"), listed in the help under `heading`.
  CLI::App& add_group(const std::string& name, const std::string& heading,
                      const std::string& description);
  /// A command of its own below the program, listed under `heading`.
  CommandDescription add(const std::string& name, const std::string& heading,
                         const std::string& description);
  /// A command of a group.
  CommandDescription add(CLI::App& group, const std::string& name, const std::string& description);

  void root_footer(const std::string& text) { root_.footer(text); }

  [[nodiscard]] tl::expected<Invocation, WrongUsage> read(const std::vector<std::string>& words,
                                                          const Environment& environment);

 private:
  CommandDescription describe(CLI::App& app);
  [[nodiscard]] GlobalOptions global_options(const Environment& environment) const;
  [[nodiscard]] tl::expected<Command, WrongUsage> read_command(const CLI::App& app) const;
  /// What options say that cannot be meant together; nothing if all is well.
  [[nodiscard]] std::optional<std::string> contradiction(const GlobalOptions& options,
                                                         const Command& command);
  [[nodiscard]] std::vector<const CLI::App*> parsed_path() const;

  CLI::App root_;
  std::string version_;
  std::map<const CLI::App*, CommandReader> readers_;
};

}  // namespace pancake
