#include "cli/usage_error.h"

#include <algorithm>

#include "definitions/close_match.h"
#include "python/utf8.h"

namespace pancake {

namespace {

bool is_shown_argument(const CLI::Option* option) {
  return option->get_positional() && !option->get_group().empty();
}

bool is_optional(const CLI::Option* option) { return option->get_option_text() == "optional"; }

/// The option's name in a word: "--limit" of "--limit=5", "-0" of "-0.5".
std::string option_name(const std::string& word) {
  if (word.starts_with("--")) return word.substr(0, word.find('='));
  std::size_t end = 1;
  if (!next_code_point(word, end)) end = 2;
  return word.substr(0, end);
}

std::string no_such_option(const CLI::App& app, const std::string& word) {
  const auto name = option_name(word);
  std::string sentence = "No such option: " + name;
  if (!name.starts_with("--")) return sentence;
  std::vector<std::string> options;
  for (const CLI::Option* option : app.get_options()) {
    for (const auto& long_name : option->get_lnames()) options.push_back("--" + long_name);
  }
  auto close = close_matches(name, options);
  if (close.empty()) return sentence;
  if (close.size() == 1) return sentence + " Did you mean " + close.front() + "?";
  std::ranges::sort(close);
  return sentence + " (Possible options: " + CLI::detail::join(close, ", ") + ")";
}

WrongUsage no_such_command(const CLI::App& app, const std::string& word) {
  std::vector<std::string> commands;
  for (const CLI::App* command : app.get_subcommands({})) commands.push_back(command->get_name());
  auto wrong = wrong_usage(app, "No such command '" + word + "'.");
  const auto close = close_matches(word, commands);
  if (!close.empty()) {
    // Above click's sentence, which stays as it is.
    wrong.text.insert(wrong.text.find("\nTry ") + 1,
                      "Did you mean '" + command_path(app) + " " + close.front() + "'?\n");
  }
  return wrong;
}

/// `--json=yes`.
std::optional<WrongUsage> value_too_many(const CLI::App& app) {
  for (const CLI::Option* option : app.get_options()) {
    const bool takes_value = option->get_expected_max() > 0;
    if (takes_value || option->count() == 0 || option->results().back() == "true") continue;
    return wrong_usage(app, "Option '" + option->get_name() + "' does not take a value.");
  }
  return std::nullopt;
}

}  // namespace

std::string command_path(const CLI::App& app) {
  if (app.get_parent() == nullptr) return app.get_name();
  return command_path(*app.get_parent()) + " " + app.get_name();
}

std::string usage_line(const CLI::App& app) {
  std::string line = command_path(app) + " [OPTIONS]";
  for (const CLI::Option* option : app.get_options(is_shown_argument))
    line +=
        is_optional(option) ? " [" + option->get_name(true) + "]" : " " + option->get_name(true);
  if (!app.get_subcommands({}).empty()) line += " COMMAND [ARGS]...";
  return line;
}

WrongUsage wrong_usage(const CLI::App& app, std::string_view sentence) {
  return {"Usage: " + usage_line(app) + "\nTry '" + command_path(app) + " --help' for help.\n\n" +
          "Error: " + std::string(sentence) + "\n"};
}

WrongUsage option_without_value(std::string_view mismatch) {
  const auto name = std::string(mismatch.substr(0, mismatch.find(':')));
  return {"Error: Option '" + name + "' requires an argument.\n"};
}

std::optional<WrongUsage> unknown_word(const CLI::App& app) {
  if (const CLI::Option* digits = app.get_option_no_throw("-0"); digits->count() > 0)
    return wrong_usage(app, no_such_option(app, "-" + digits->results().front()));
  for (const auto& word : app.remaining()) {
    if (word == "--") continue;
    // A command keeps its surplus words elsewhere, so these are options.
    const bool is_option = word.size() > 1 && word[0] == '-';
    if (is_option) return wrong_usage(app, no_such_option(app, word));
    return no_such_command(app, word);
  }
  return value_too_many(app);
}

std::optional<std::string> missing_word(const CLI::App& app) {
  for (const CLI::Option* option : app.get_options(is_shown_argument)) {
    if (option->count() == 0 && !is_optional(option))
      return "Missing argument '" + option->get_name(true) + "'.";
  }
  for (const CLI::Option* option : app.get_options()) {
    if (option->get_option_text() == "required" && option->count() == 0)
      return "Missing option '" + option->get_name() + "'.";
  }
  return std::nullopt;
}

std::optional<std::string> words_too_many(const std::vector<std::string>& words) {
  if (words.empty()) return std::nullopt;
  return std::string("Got unexpected extra argument") + (words.size() == 1 ? "" : "s") + " (" +
         CLI::detail::join(words, " ") + ")";
}

}  // namespace pancake
