#include "python/float_text.h"
#include "views/html_page.h"
#include "views/html_text.h"
#include "views/overview.h"

namespace pancake {
namespace {

constexpr std::string_view nothing = "<span class=\"none\">not set</span>";

std::string on_or_off(std::optional<bool> setting) {
  if (!setting) return std::string(nothing);
  return *setting ? "<span class=\"on\">on</span>" : "<span class=\"off\">off</span>";
}

std::optional<bool> as_setting(std::optional<double> number) {
  return number ? std::optional(*number != 0) : std::nullopt;
}

std::string percent(std::optional<double> ratio) {
  return ratio ? float_text(*ratio) + " %" : std::string(nothing);
}

std::optional<double> default_of(const FeatureRow& row) {
  return row.definition.fallback ? std::optional(row.definition.fallback->number) : std::nullopt;
}

/// The first cell of a row: the name, and below it what people should know of the feature.
void append_name_cell(std::string& out, const FeatureRow& row) {
  out += "<tr><th scope=\"row\">";
  append_html_text(out, row.definition.name);
  if (!row.definition.description.empty()) {
    out += "<small>";
    append_html_text(out, row.definition.description);
    out += "</small>";
  }
  if (!row.definition.fallback) out += "<small class=\"none\">found in the store only</small>";
  if (row.problem) {
    out += "<small class=\"problem\">";
    append_html_text(out, *row.problem);
    out += "</small>";
  }
  out += "</th>";
}

void append_cell(std::string& out, std::string_view html) {
  out += "<td>";
  out += html;
  out += "</td>";
}

/// A headed table; `columns` are HTML, `rows` too, and without rows stands `empty`.
void append_table(std::string& out, std::string_view heading,
                  const std::vector<std::string>& columns, std::string_view rows,
                  std::string_view empty) {
  out += "<h2>";
  out += heading;
  out += "</h2>\n";
  if (rows.empty()) {
    out += "<p class=\"none\">";
    out += empty;
    out += "</p>\n";
    return;
  }
  out += "<div class=\"scroll\"><table>\n<thead><tr>";
  for (const std::string& column : columns) {
    out += "<th scope=\"col\">";
    out += column;
    out += "</th>";
  }
  out += "</tr></thead>\n<tbody>\n";
  out += rows;
  out += "</tbody>\n</table></div>\n";
}

void append_group_cell(std::string& out, const FeatureTable& table, std::size_t flag,
                       std::size_t group) {
  const auto& candidates = table.groups[group].candidates;
  if (!candidates || candidates->empty()) {
    append_cell(out, "<span class=\"none\">no candidates</span>");
    return;
  }
  out += "<td><ul>";
  for (const std::string& candidate : *candidates) {
    out += "<li>";
    append_html_text(out, candidate);
    out += ": ";
    out += on_or_off(table.override_of(flag, group, candidate));
    out += "</li>";
  }
  out += "</ul></td>";
}

void append_flags(std::string& out, const FeatureTable& table) {
  std::vector<std::string> columns{"Name", "Default", "For everybody"};
  for (const GroupDefinition& group : table.groups) {
    std::string column = "For <em>";
    append_html_text(column, group.id);
    columns.push_back(column + "</em>");
  }
  std::string rows;
  for (std::size_t flag = 0; flag < table.flags.size(); ++flag) {
    const FeatureRow& row = table.flags[flag];
    append_name_cell(rows, row);
    append_cell(rows, on_or_off(as_setting(default_of(row))));
    append_cell(rows, on_or_off(as_setting(row.value())));
    for (std::size_t group = 0; group < table.groups.size(); ++group) {
      append_group_cell(rows, table, flag, group);
    }
    rows += "</tr>\n";
  }
  append_table(out, "Flags", columns, rows, "No flags");
}

void append_samples(std::string& out, const FeatureTable& table) {
  std::string rows;
  for (const FeatureRow& row : table.samples) {
    append_name_cell(rows, row);
    append_cell(rows, percent(default_of(row)));
    append_cell(rows, percent(row.value()));
    rows += "</tr>\n";
  }
  append_table(out, "Samples", {"Name", "Default", "Visitors"}, rows, "No samples");
}

void append_switches(std::string& out, const FeatureTable& table) {
  std::string rows;
  for (const FeatureRow& row : table.switches) {
    append_name_cell(rows, row);
    append_cell(rows, on_or_off(as_setting(default_of(row))));
    append_cell(rows, on_or_off(as_setting(row.value())));
    rows += "</tr>\n";
  }
  append_table(out, "Switches", {"Name", "Default", "State"}, rows, "No switches");
}

void append_problems(std::string& out, const FeatureTable& table) {
  if (table.problems.empty()) return;
  out += "<h2>Problems</h2>\n<ul>\n";
  for (const std::string& problem : table.problems) {
    out += "<li class=\"problem\">";
    append_html_text(out, problem);
    out += "</li>\n";
  }
  out += "</ul>\n";
}

}  // namespace

std::string overview_html(const FeatureTable& table, std::string_view url_prefix,
                          std::string_view standing) {
  std::string main = "<h1>Features of <bdi>";
  append_html_text(main, table.extension);
  main += "</bdi></h1>\n<p class=\"quiet\">Revision " + std::to_string(table.revision) + "</p>\n";
  if (!standing.empty()) {
    main += "<p class=\"note wrong\">";
    append_html_text(main, standing);
    main += "</p>\n";
  }
  append_problems(main, table);
  append_flags(main, table);
  append_samples(main, table);
  append_switches(main, table);
  const std::string title = "Pancake: " + table.extension;
  return html_page({title, url_prefix, table.extension}, main);
}

}  // namespace pancake
