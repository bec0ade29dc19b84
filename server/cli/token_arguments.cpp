// The commands that make tokens.

#include <algorithm>

#include "cli/command_groups.h"
#include "cli/option_values.h"
#include "python/text_repr.h"

namespace pancake {

namespace {

OptionValue<Command> read_token(const Given& given, bool is_given) {
  MakeToken token;
  token.is_given = is_given;
  token.name = given.option("--name").value_or("");
  if (!is_token_name(token.name)) {
    return invalid_value("--name",
                         text_repr(token.name) + " is not 1 to 64 of A-Z a-z 0-9 . _ @ -.");
  }
  const auto text = given.option("--rights").value_or("read,write");
  const auto rights = Rights::from_text(text);
  if (!rights) {
    return invalid_value("--rights",
                         text_repr(text) + " is not read, write and snapshot with commas between.");
  }
  token.rights = *rights;
  token.extensions = given.options("--for");
  for (const std::string& extension : token.extensions) {
    if (!check_name("extension", extension) || extension == "*" ||
        extension.find(',') != std::string::npos || extension.front() == ' ' ||
        extension.back() == ' ') {
      return invalid_value("--for",
                           text_repr(extension) + " cannot stand in a list of extensions.");
    }
  }
  return token;
}

CommandDescription& with_options(CommandDescription& description) {
  return description
      .required_option("--name", "NAME", "Whose token it is; the log of changes says it.")
      .option("--rights", "RIGHTS",
              "read: overviews, lists, the log. write: changes. snapshot: full snapshots, for edge "
              "workers and servers. [default: read,write]")
      .repeatable("--for", "EXTENSION",
                  "The extension that it is for; may be given several times. [default: all]");
}

}  // namespace

void add_token_commands(CommandTree& tree) {
  CLI::App& group = tree.add_group(
      "token", "Server",
      "Make tokens and server keys for a server.\nThe server keeps the hash of a token alone: a "
      "line of its token file, which gives nothing away. Several may be valid at once, so that a "
      "new one can be handed out before the old one's line is removed.");
  auto create = tree.add(group, "create", "Make a token: show it once, and the line for the file.");
  with_options(create)
      .footer(
          "Examples:\n"
          "  pancake token create --name alice\n"
          "  pancake token create --name edge --rights snapshot --for shop\n")
      .reads([](const Given& given) { return read_token(given, false); });
  auto hash =
      tree.add(group, "hash", "Read a token from standard input and write the line for the file.");
  with_options(hash)
      .footer("Example:\n  pancake token hash --name alice < old-token >> tokens\n")
      .reads([](const Given& given) { return read_token(given, true); });
}

}  // namespace pancake
