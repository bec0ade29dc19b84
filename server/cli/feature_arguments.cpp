// The commands of flags, switches and samples.

#include <algorithm>

#include "cli/command_groups.h"
#include "cli/option_values.h"
#include "python/float_text.h"

namespace pancake {

namespace {

/// One kind's words, as its help uses them.
struct KindWords {
  FeatureKind kind;
  std::string group;     ///< "flags"
  std::string noun;      ///< "flag"
  std::string argument;  ///< what NAME means
};

KindWords words_of(FeatureKind kind) {
  switch (kind) {
    case FeatureKind::switch_:
      return {kind, "switches", "switch", "The switch's name, exactly as it was defined."};
    case FeatureKind::flag:
      return {kind, "flags", "flag", "The flag's name, exactly as it was defined."};
    case FeatureKind::sample: break;
  }
  return {kind, "samples", "sample", "The sample's name, exactly as it was defined."};
}

constexpr const char* group_text = "A group of the definitions file, like user.";
constexpr const char* id_text = "Which one of the group, like 42; may be empty ('').";
constexpr const char* reason_text = "Why, for the log.";
constexpr const char* group_option_text =
    "The visitor's id in a group; once for each group that it has an id in.";

/// The default of a sample: whole numbers stay whole, so that 42 is shown as 42 and not 42.0.
FeatureDefault ratio_default(double ratio, const std::string& typed) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const bool whole = std::ranges::all_of(typed, is_digit);
  auto text = float_text(ratio);
  if (whole && text.ends_with(".0")) text.resize(text.size() - 2);
  return {ratio, text};
}

OptionValue<FeatureDefault> default_value(FeatureKind kind, const std::string& text) {
  if (kind == FeatureKind::sample) {
    return ratio_value("--default", text).map([&text](double ratio) {
      return ratio_default(ratio, text);
    });
  }
  return choice_value("--default", text, {"on", "off"}).map([](const std::string& word) {
    return word == "on" ? FeatureDefault{1, "true"} : FeatureDefault{0, "false"};
  });
}

ChangeFeature change(const Given& given, Change change) {
  return {std::move(change), given.option("--reason").value_or("")};
}

CommandReader define_reader(FeatureKind kind) {
  return [kind](const Given& given) -> OptionValue<Command> {
    auto fallback = default_value(kind, given.option("--default").value_or(""));
    if (!fallback) return tl::unexpected(fallback.error());
    FeatureDefinition definition{kind, given.argument("NAME"), *fallback,
                                 given.option("--description").value_or(""), given.has("--client")};
    return change(given, Define{std::move(definition)});
  };
}

void add_definition_commands(CommandTree& tree, CLI::App& group, const KindWords& words,
                             const char* default_text) {
  tree.add(group, "define",
           "Define a " + words.noun +
               " in the store, or define it anew.\nWhat the definitions file defines is changed "
               "there: the file wins over the store.")
      .argument("NAME", "1 to 128 bytes of UTF-8 text without control characters.")
      .required_option("--default", words.kind == FeatureKind::sample ? "RATIO" : "on|off",
                       default_text)
      .option("--description", "TEXT", "What it is for, shown in overviews.")
      .flag("--client", "Browsers may see it: it goes into public and personal snapshots.")
      .option("--reason", "TEXT", reason_text)
      .reads(define_reader(words.kind));
  tree.add(group, "undefine",
           "Remove the definition of a " + words.noun +
               " from the store.\nWhat is stored under its name stays; 'clear' removes that.")
      .argument("NAME", words.argument)
      .option("--reason", "TEXT", reason_text)
      .reads([kind = words.kind](const Given& given) -> OptionValue<Command> {
        return change(given, Undefine{kind, given.argument("NAME")});
      });
}

void add_list(CommandTree& tree, CLI::App& group, const KindWords& words,
              const std::string& description) {
  tree.add(group, "list", description)
      .reads(
          [kind = words.kind](const Given&) -> OptionValue<Command> { return ListFeatures{kind}; });
}

void add_clear(CommandTree& tree, CLI::App& group, const KindWords& words) {
  tree.add(group, "clear",
           "Forget what is stored of a " + words.noun + ": its default counts again.")
      .argument("NAME", words.argument)
      .option("--reason", "TEXT", reason_text)
      .reads([kind = words.kind](const Given& given) -> OptionValue<Command> {
        return change(given, ClearState{kind, given.argument("NAME")});
      });
}

/// "enable" or "disable" of a flag or switch.
void add_setting(CommandTree& tree, CLI::App& group, const KindWords& words, bool on) {
  tree.add(group, on ? "enable" : "disable",
           "Turn a " + words.noun + (on ? " on" : " off") + " for everybody" +
               (words.kind == FeatureKind::flag ? " whom no group's setting covers." : "."))
      .argument("NAME", words.argument)
      .option("--reason", "TEXT", reason_text)
      .reads([kind = words.kind, on](const Given& given) -> OptionValue<Command> {
        return change(given, SetState{kind, given.argument("NAME"), on ? "1" : "0"});
      });
}

CommandReader check_reader(FeatureKind kind) {
  return [kind](const Given& given) -> OptionValue<Command> {
    auto visitor = visitor_value(given);
    if (!visitor) return tl::unexpected(visitor.error());
    return CheckFeature{kind, given.argument("NAME"), *std::move(visitor)};
  };
}

/// "enable-group" or "disable-group".
void add_group_setting(CommandTree& tree, CLI::App& group, const KindWords& words, bool on) {
  tree.add(group, on ? "enable-group" : "disable-group",
           std::string("Turn a flag ") + (on ? "on" : "off") + " for one object of a group.")
      .argument("NAME", words.argument)
      .argument("GROUP", group_text)
      .argument("ID", id_text)
      .option("--reason", "TEXT", reason_text)
      .footer(std::string("Example:\n  pancake flags ") + (on ? "enable" : "disable") +
              "-group CHECKOUT user 42\n")
      .reads([on](const Given& given) -> OptionValue<Command> {
        return change(given, SetOverride{given.argument("NAME"), given.argument("GROUP"),
                                         given.argument("ID"), on});
      });
}

void add_group_commands(CommandTree& tree, CLI::App& group, const KindWords& words) {
  tree.add(group, "list-group", "Show what each flag says for one object of a group.")
      .argument("GROUP", group_text)
      .argument("ID", id_text)
      .reads([](const Given& given) -> OptionValue<Command> {
        return ListGroup{given.argument("GROUP"), given.argument("ID")};
      });
  add_group_setting(tree, group, words, true);
  add_group_setting(tree, group, words, false);
  tree.add(group, "clear-group", "Forget what is stored of a flag for one object of a group.")
      .argument("NAME", words.argument)
      .argument("GROUP", group_text)
      .argument("ID", id_text)
      .option("--reason", "TEXT", reason_text)
      .reads([](const Given& given) -> OptionValue<Command> {
        return change(given, ClearOverride{given.argument("NAME"), given.argument("GROUP"),
                                           given.argument("ID")});
      });
  tree.add(group, "clear-all-group", "Forget what is stored of a flag for every object of a group.")
      .argument("NAME", words.argument)
      .argument("GROUP", group_text)
      .option("--reason", "TEXT", reason_text)
      .reads([](const Given& given) -> OptionValue<Command> {
        return change(given, ClearOverrides{given.argument("NAME"), given.argument("GROUP")});
      });
}

}  // namespace

void add_flag_commands(CommandTree& tree) {
  const auto words = words_of(FeatureKind::flag);
  CLI::App& group = tree.add_group(
      words.group, "Features",
      "On or off, and otherwise for single members of groups.\nA flag asks the groups in their "
      "order; the first that has a setting for this visitor decides. Else what is stored for "
      "everybody, else the default.");
  add_list(tree, group, words, "Show all flags with what they say to everybody.");
  tree.add(group, "check", "Evaluate a flag for one visitor and say what decided.")
      .argument("NAME", words.argument)
      .repeatable("--group", "GROUP=ID", group_option_text)
      .footer("Example:\n  pancake flags check CHECKOUT --group user=42 --group admin=yes\n")
      .reads(check_reader(words.kind));
  add_setting(tree, group, words, true);
  add_setting(tree, group, words, false);
  add_clear(tree, group, words);
  add_group_commands(tree, group, words);
  add_definition_commands(tree, group, words, "What it says while nothing is stored.");
}

void add_switch_commands(CommandTree& tree) {
  const auto words = words_of(FeatureKind::switch_);
  CLI::App& group = tree.add_group(words.group, "Features", "On or off for everybody.");
  add_list(tree, group, words, "Show all switches with their settings.");
  tree.add(group, "check", "Evaluate a switch and say what decided.")
      .argument("NAME", words.argument)
      .reads(check_reader(words.kind));
  add_setting(tree, group, words, true);
  add_setting(tree, group, words, false);
  add_clear(tree, group, words);
  add_definition_commands(tree, group, words, "What it says while nothing is stored.");
}

void add_sample_commands(CommandTree& tree) {
  const auto words = words_of(FeatureKind::sample);
  CLI::App& group = tree.add_group(
      words.group, "Features",
      "On for a ratio of visitors, 0 to 100 percent.\nA visitor has the same answer each time; "
      "raising the ratio only adds visitors.");
  add_list(tree, group, words, "Show all samples with their ratios.");
  tree.add(group, "check", "Evaluate a sample for one visitor and say where it stands.")
      .argument("NAME", words.argument)
      .option("--visitor", "KEY",
              "The visitor: the three characters after the 1 in its cookie, or the id that the "
              "application gives. Without it a visitor is drawn as a browser without cookie "
              "would be, and named.")
      .footer("Example:\n  pancake samples check NEW_SEARCH --visitor aB3\n")
      .reads(check_reader(words.kind));
  tree.add(group, "set", "Set the ratio of visitors that a sample is on for.")
      .argument("NAME", words.argument)
      .argument("VALUE", "Percent of visitors, 0 to 100, like 12.5.")
      .option("--reason", "TEXT", reason_text)
      .footer("Example:\n  pancake samples set NEW_SEARCH 12.5\n")
      .reads([](const Given& given) -> OptionValue<Command> {
        const auto ratio = ratio_value("VALUE", given.argument("VALUE"));
        if (!ratio) return tl::unexpected(ratio.error());
        return change(given,
                      SetState{FeatureKind::sample, given.argument("NAME"), float_text(*ratio)});
      });
  add_clear(tree, group, words);
  add_definition_commands(tree, group, words,
                          "Percent of visitors, 0 to 100, while nothing is stored.");
}

}  // namespace pancake
