// The commands of an administrator beside those of single features.

#include "cli/command_groups.h"
#include "cli/option_values.h"

namespace pancake {

namespace {

constexpr const char* heading = "Administration";
constexpr const char* reason_text = "Why, for the log.";
constexpr const char* output_text =
    "Where to; a file is replaced as a whole or not at all. [default: -, standard output]";
constexpr const char* dry_run_text = "Show what would be changed, and change nothing.";

void add_explain(CommandTree& tree) {
  tree.add("explain", heading,
           "Show every rule of a feature for one visitor, and which one decides.")
      .argument("FEATURE", "The name of a switch, flag or sample.")
      .option("--kind", "KIND", "switch, flag or sample, where several have this name.")
      .repeatable("--group", "GROUP=ID",
                  "The visitor's id in a group; once for each group that it has an id in.")
      .option("--visitor", "KEY",
              "The visitor, for samples: the three characters after the 1 in its cookie, or the "
              "id that the application gives. [default: a new visitor]")
      .footer("Example:\n  pancake explain CHECKOUT --group user=42\n")
      .reads([](const Given& given) -> OptionValue<Command> {
        const auto kind = kind_value(given);
        if (!kind) return tl::unexpected(kind.error());
        auto visitor = visitor_value(given);
        if (!visitor) return tl::unexpected(visitor.error());
        return ExplainFeature{*kind, given.argument("FEATURE"), *std::move(visitor)};
      });
}

void add_definition_commands(CommandTree& tree) {
  tree.add("lint", heading,
           "Look for what is wrong in a definitions file, and for what will surprise somebody.\n"
           "Errors end with exit code 1, warnings with 0.")
      .optional_argument("FILE", "The file; - for standard input. [default: that of --definitions]")
      .flag("--strict", "Warnings end with exit code 1 too.")
      .reads([](const Given& given) -> OptionValue<Command> {
        return LintDefinitions{given.option("FILE"), given.has("--strict")};
      });
  tree.add("discover", heading,
           "Make a definitions file from what is stored.\nIt has what is defined already, and "
           "what Flask apps stored without a definition: as its default each feature gets what "
           "it says now, so that the file changes no answer.")
      .option("--output", "FILE", output_text)
      .footer("Example:\n  pancake --store redis://127.0.0.1/0 discover --output pancake.json\n")
      .reads([](const Given& given) -> OptionValue<Command> {
        return DiscoverDefinitions{given.option("--output").value_or("-")};
      });
}

void add_transfer_commands(CommandTree& tree) {
  tree.add("export", heading,
           "Write everything that is stored of the extension as JSON: definitions of the store, "
           "states and overrides.\nThe file names object ids; keep it as you keep the store.")
      .option("--output", "FILE", output_text)
      .footer("Example:\n  pancake export --output flags.json\n")
      .reads([](const Given& given) -> OptionValue<Command> {
        return ExportState{given.option("--output").value_or("-")};
      });
  tree.add("import", heading,
           "Bring the store to what an export says, with the least changes.\nWhat the file does "
           "not have stays as it is, unless --replace is given.")
      .argument("FILE", "What 'pancake export' wrote; - for standard input.")
      .flag("--replace", "Remove what the file does not have.")
      .flag("--dry-run", dry_run_text)
      .option("--reason", "TEXT", reason_text)
      .footer("Example:\n  pancake import flags.json --dry-run\n")
      .reads([](const Given& given) -> OptionValue<Command> {
        const auto mode = given.has("--replace") ? ImportMode::replace : ImportMode::merge;
        return ImportState{given.argument("FILE"), mode, given.has("--dry-run"),
                           given.option("--reason").value_or("")};
      });
}

void add_history_commands(CommandTree& tree) {
  tree.add("diff", heading,
           "Show what became different between two revisions, by the log.\nWhat was changed and "
           "changed back is not shown.")
      .argument("R1", "A revision, as 'pancake log' shows it; 0 for before its oldest change.")
      .argument("R2", "Another one.")
      .reads([](const Given& given) -> OptionValue<Command> {
        const auto from = revision_value("R1", given.argument("R1"));
        if (!from) return tl::unexpected(from.error());
        const auto to = revision_value("R2", given.argument("R2"));
        if (!to) return tl::unexpected(to.error());
        return ShowDiff{*from, *to};
      });
  tree.add("rollback", heading,
           "Bring back everything that was changed since a revision, by the log.\nA rollback is "
           "a change like any other: it is logged, and can be rolled back. What would undo changes "
           "of others is shown, and made with --yes alone.")
      .argument("REVISION",
                "As 'pancake log' shows it; what was changed in it stays. 0 for before its oldest "
                "change.")
      .flag("--dry-run", dry_run_text)
      .flag("--yes", "Also undo what others changed since.")
      .option("--reason", "TEXT", reason_text)
      .footer("Example:\n  pancake rollback 117 --dry-run\n")
      .reads([](const Given& given) -> OptionValue<Command> {
        const auto revision = revision_value("REVISION", given.argument("REVISION"));
        if (!revision) return tl::unexpected(revision.error());
        return RollBack{*revision, given.has("--dry-run"), given.has("--yes"),
                        given.option("--reason").value_or("")};
      });
  tree.add("accept-store-state", heading,
           "Tell servers that what the store holds now is meant.\nA server that finds its store "
           "emptied or older than before goes on with what it had, until somebody says so.")
      .flag("--yes", "Do it.")
      .option("--reason", "TEXT", reason_text)
      .reads([](const Given& given) -> OptionValue<Command> {
        return AcceptStoreState{given.has("--yes"), given.option("--reason").value_or("")};
      });
}

}  // namespace

void add_admin_commands(CommandTree& tree) {
  add_explain(tree);
  add_transfer_commands(tree);
  add_history_commands(tree);
  add_definition_commands(tree);
}

}  // namespace pancake
