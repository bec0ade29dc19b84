#include "cli/help_text.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "cli/usage_error.h"

namespace pancake {

namespace {

constexpr std::size_t line_width = 80;
constexpr std::size_t widest_term = 22;

/// A line of a list: what stands left, and what it means.
struct Row {
  std::string term;
  std::string text;
};

/// Columns that a text takes: its code points. Help has no wide characters.
std::size_t width_of(const std::string& text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

/// Appends words, broken before column 80; every line but the first begins with `indent` blanks.
void append_wrapped(std::string& help, const std::string& text, std::size_t indent) {
  std::size_t column = indent;
  std::size_t begin = 0;
  while (begin < text.size()) {
    const std::size_t end = std::min(text.find(' ', begin), text.size());
    const auto word = text.substr(begin, end - begin);
    const std::size_t width = width_of(word);
    if (column > indent && column + 1 + width > line_width) {
      help += "\n" + std::string(indent, ' ');
      column = indent;
    } else if (column > indent) {
      help += ' ';
      ++column;
    }
    help += word;
    column += width;
    begin = end + 1;
  }
  help += '\n';
}

void append_rows(std::string& help, const std::string& title, const std::vector<Row>& rows) {
  if (rows.empty()) return;
  std::size_t widest = 0;
  for (const auto& row : rows) {
    if (width_of(row.term) <= widest_term) widest = std::max(widest, width_of(row.term));
  }
  const std::size_t indent = widest + 4;
  help += "\n" + title + ":\n";
  for (const auto& row : rows) {
    help += "  " + row.term;
    if (row.text.empty()) {
      help += '\n';
      continue;
    }
    const std::size_t column = width_of(row.term) + 2;
    help +=
        column + 2 > indent ? "\n" + std::string(indent, ' ') : std::string(indent - column, ' ');
    append_wrapped(help, row.text, indent);
  }
}

std::vector<Row> argument_rows(const CLI::App& app) {
  std::vector<Row> rows;
  for (const CLI::Option* option : app.get_options()) {
    if (option->get_positional() && !option->get_group().empty())
      rows.push_back({option->get_name(true), option->get_description()});
  }
  return rows;
}

std::vector<Row> option_rows(const CLI::App& app, const std::string& group) {
  std::vector<Row> rows;
  for (const CLI::Option* option : app.get_options()) {
    if (option->get_positional() || option->get_group() != group) continue;
    auto term = option->get_name(false, true);
    std::ranges::replace(term, ',', ' ');
    if (!option->get_type_name().empty()) term += " " + option->get_type_name();
    auto text = option->get_description();
    if (option->get_option_text() == "required") text += " [required]";
    rows.push_back({std::move(term), std::move(text)});
  }
  return rows;
}

/// The groups of commands in the order in which they were added, each with its commands.
std::vector<std::pair<std::string, std::vector<Row>>> command_rows(const CLI::App& app) {
  std::vector<std::pair<std::string, std::vector<Row>>> headings;
  for (const CLI::App* command : app.get_subcommands({})) {
    const auto found = std::ranges::find(headings, command->get_group(),
                                         &std::pair<std::string, std::vector<Row>>::first);
    auto& rows = found == headings.end()
                     ? headings.emplace_back(command->get_group(), std::vector<Row>{}).second
                     : found->second;
    const auto description = command->get_description();
    rows.push_back({command->get_name(), description.substr(0, description.find('\n'))});
  }
  return headings;
}

}  // namespace

std::string help_text(const CLI::App& app) {
  std::string help = "Usage: " + usage_line(app) + "\n";
  std::size_t begin = 0;
  const auto description = app.get_description();
  while (begin < description.size()) {
    const std::size_t end = std::min(description.find('\n', begin), description.size());
    help += "\n  ";
    append_wrapped(help, description.substr(begin, end - begin), 2);
    begin = end + 1;
  }
  append_rows(help, "Arguments", argument_rows(app));
  for (const auto& [heading, rows] : command_rows(app)) append_rows(help, heading, rows);
  append_rows(help, "Options", option_rows(app, "Options"));
  append_rows(help, "Global options", option_rows(app, "Global options"));
  if (!app.get_footer().empty()) help += "\n" + app.get_footer();
  return help;
}

}  // namespace pancake
