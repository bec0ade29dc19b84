#include "cli/arguments.h"

#include "cli/command_groups.h"
#include "cli/command_tree.h"

namespace pancake {

tl::expected<Invocation, WrongUsage> read_arguments(const std::vector<std::string>& words,
                                                    const Environment& environment) {
  CommandTree tree(
      "Feature flags: switches, flags and samples, kept in Redis or SQLite, decided in browsers, "
      "at the edge and on servers. Shares its Redis keys with flask-pancake.",
      PANCAKE_VERSION);
  add_flag_commands(tree);
  add_switch_commands(tree);
  add_sample_commands(tree);
  add_view_commands(tree);
  add_admin_commands(tree);
  add_snapshot_commands(tree);
  add_serve_command(tree, environment);
  add_token_commands(tree);
  tree.root_footer(
      "Examples:\n"
      "  pancake flags define CHECKOUT --default off --client\n"
      "  pancake flags enable-group CHECKOUT user 42\n"
      "  pancake samples set NEW_SEARCH 12.5\n"
      "  pancake --store redis://127.0.0.1/0 overview\n"
      "  pancake serve --definitions pancake.json\n"
      "\n"
      "'pancake COMMAND --help' tells more. Exit codes: 0 done, 1 refused, 2 wrong usage.\n");
  return tree.read(words, environment);
}

}  // namespace pancake
