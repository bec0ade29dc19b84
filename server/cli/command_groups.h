#pragma once

#include "cli/command_tree.h"

namespace pancake {

/// Each adds the commands of one noun to the tree.
void add_flag_commands(CommandTree& tree);
void add_switch_commands(CommandTree& tree);
void add_sample_commands(CommandTree& tree);
void add_view_commands(CommandTree& tree);  ///< overview, status, log
void add_snapshot_commands(CommandTree& tree);
/// explain, lint, discover, export, import, diff, rollback, accept-store-state
void add_admin_commands(CommandTree& tree);
void add_token_commands(CommandTree& tree);
/// `environment`: where tokens, keys and secrets may come from.
void add_serve_command(CommandTree& tree, const Environment& environment);

}  // namespace pancake
