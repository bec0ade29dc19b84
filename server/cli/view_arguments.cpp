// The commands that show everything at once: overview, status, log, snapshot.

#include "cli/command_groups.h"
#include "cli/option_values.h"

namespace pancake {

namespace {

constexpr const char* heading = "Views";
constexpr unsigned most_log_entries = 100'000;

void add_status(CommandTree& tree) {
  tree.add("status", heading, "Evaluate everything for one visitor.")
      .repeatable("--group", "GROUP=ID",
                  "The visitor's id in a group; once for each group that it has an id in.")
      .option("--visitor", "KEY",
              "The visitor, for samples: the three characters after the 1 in its cookie, or the "
              "id that the application gives. [default: a new visitor]")
      .footer("Example:\n  pancake status --group user=42 --visitor aB3\n")
      .reads([](const Given& given) -> OptionValue<Command> {
        auto visitor = visitor_value(given);
        if (!visitor) return tl::unexpected(visitor.error());
        return ShowStatus{*std::move(visitor)};
      });
}

OptionValue<Command> log_command(const Given& given) {
  ShowLog log;
  const auto limit =
      count_value("--limit", given.option("--limit").value_or("20"), 1, most_log_entries);
  if (!limit) return tl::unexpected(limit.error());
  log.query.limit = *limit;
  log.query.feature = given.option("--feature");
  if (const auto before = given.option("--before")) {
    const auto revision = revision_value("--before", *before);
    if (!revision) return tl::unexpected(revision.error());
    log.query.before = *revision;
  }
  const auto kind = kind_value(given);
  if (!kind) return tl::unexpected(kind.error());
  log.query.kind = *kind;
  return log;
}

}  // namespace

void add_view_commands(CommandTree& tree) {
  tree.add("overview", heading, "Show all features with what is stored, and what cannot be used.")
      .reads([](const Given&) -> OptionValue<Command> { return ShowOverview{}; });
  add_status(tree);
  tree.add("log", heading, "Show who changed what, the newest change first.")
      .option("--limit", "N", "How many changes. [default: 20]")
      .option("--before", "REVISION", "Only what was changed before this revision: the next page.")
      .option("--feature", "NAME", "Only changes of this feature.")
      .option("--kind", "KIND", "Only changes of switches, flags or samples.")
      .footer("Example:\n  pancake log --feature CHECKOUT --limit 5\n")
      .reads([](const Given& given) -> OptionValue<Command> { return log_command(given); });
}

void add_snapshot_commands(CommandTree& tree) {
  CLI::App& group = tree.add_group("snapshot", heading,
                                   "Write everything into a file, or look into one.\nA snapshot "
                                   "holds all definitions and states of one extension; browsers, "
                                   "edge workers and servers evaluate it without asking anybody.");
  tree.add(group, "export", "Write a snapshot of the extension.")
      .option("--scope", "public|full",
              "public: what anybody may see, features marked for clients and no overrides. full: "
              "everything, object ids too, for your own servers. [default: public]")
      .option("--output", "FILE",
              "Where to; a file is replaced as a whole or not at all. [default: -, standard "
              "output]")
      .footer("Example:\n  pancake snapshot export --scope full --output flags.snapshot\n")
      .reads([](const Given& given) -> OptionValue<Command> {
        const auto scope =
            choice_value("--scope", given.option("--scope").value_or("public"), {"public", "full"});
        if (!scope) return tl::unexpected(scope.error());
        return ExportSnapshot{*scope == "full" ? Scope::full : Scope::public_,
                              given.option("--output").value_or("-")};
      });
  tree.add(group, "inspect", "Say what is in a snapshot, or that it is damaged.")
      .argument("FILE", "The snapshot; - for standard input.")
      .reads([](const Given& given) -> OptionValue<Command> {
        return InspectSnapshot{given.argument("FILE")};
      });
}

}  // namespace pancake
