#pragma once

#include <string>
#include <vector>

#include "cli/command.h"
#include "cli/environment.h"

namespace pancake {

/// A whole command line, understood.
struct Invocation {
  GlobalOptions options;
  Command command;
};

/// Words that make no command: what goes to standard error before exit code 2.
///
///   Usage: pancake samples set [OPTIONS] NAME VALUE
///   Try 'pancake samples set --help' for help.
///
///   Error: Invalid value for 'VALUE': 'abc' is not a valid float.
struct WrongUsage {
  std::string text;
};

/// Reads the words after the program's name. Nothing but words is looked at: no file, no store.
///
/// Global options are taken before and after the command, the last one counts, and an option
/// wins over its environment variable. `--` ends options, so that `-1` can be a value. The rules
/// and the wording of errors are those of click 8.1, with which flask-pancake 0.5.2 is built
/// (tests/golden/data/cli.json).
[[nodiscard]] tl::expected<Invocation, WrongUsage> read_arguments(
    const std::vector<std::string>& words, const Environment& environment);

}  // namespace pancake
