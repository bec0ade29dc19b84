#include <algorithm>

#include "python/float_text.h"
#include "views/json_text.h"
#include "views/overview.h"

namespace pancake {
namespace {

void append_default(std::string& out, const FeatureRow& row) {
  out += "\"default\":";
  out += row.definition.fallback ? row.definition.fallback->text : "null";
}

void append_setting(std::string& out, std::optional<bool> setting) {
  out += setting ? (*setting ? "true" : "false") : "null";
}

std::optional<bool> active(const FeatureRow& row) {
  const auto value = row.value();
  return value ? std::optional(*value != 0) : std::nullopt;
}

/// `,"name":"…"` and what only a feature with something to say has.
void append_name_and_problem(std::string& out, const FeatureRow& row) {
  out += ",\"name\":";
  append_json_text(out, row.definition.name);
  if (row.problem) {
    out += ",\"problem\":";
    append_json_text(out, *row.problem);
  }
}

/// Keys are sorted; a candidate that is listed twice appears once.
std::vector<std::string_view> sorted_candidates(const GroupDefinition& group) {
  std::vector<std::string_view> sorted;
  if (group.candidates) sorted.assign(group.candidates->begin(), group.candidates->end());
  std::sort(sorted.begin(), sorted.end());
  sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
  return sorted;
}

std::vector<std::size_t> groups_by_id(const FeatureTable& table) {
  std::vector<std::size_t> order(table.groups.size());
  for (std::size_t index = 0; index < order.size(); ++index) order[index] = index;
  std::sort(order.begin(), order.end(), [&](std::size_t left, std::size_t right) {
    return table.groups[left].id < table.groups[right].id;
  });
  return order;
}

void append_groups(std::string& out, const FeatureTable& table, std::size_t flag) {
  out += ",\"groups\":{";
  bool first_group = true;
  for (const std::size_t group : groups_by_id(table)) {
    if (!first_group) out += ',';
    first_group = false;
    append_json_text(out, table.groups[group].id);
    out += ":{";
    bool first_candidate = true;
    for (const std::string_view candidate : sorted_candidates(table.groups[group])) {
      if (!first_candidate) out += ',';
      first_candidate = false;
      append_json_text(out, candidate);
      out += ':';
      append_setting(out, table.override_of(flag, group, candidate));
    }
    out += '}';
  }
  out += '}';
}

void append_flags(std::string& out, const FeatureTable& table) {
  out += "\"flags\":[";
  for (std::size_t flag = 0; flag < table.flags.size(); ++flag) {
    const FeatureRow& row = table.flags[flag];
    out += flag == 0 ? "{" : ",{";
    append_default(out, row);
    if (!row.definition.fallback) out += ",\"discovered\":true";
    append_groups(out, table, flag);
    out += ",\"is_active\":";
    append_setting(out, active(row));
    append_name_and_problem(out, row);
    out += '}';
  }
  out += ']';
}

void append_group_ids(std::string& out, const FeatureTable& table) {
  out += ",\"group_ids\":[";
  for (std::size_t group = 0; group < table.groups.size(); ++group) {
    if (group != 0) out += ',';
    append_json_text(out, table.groups[group].id);
  }
  out += ']';
}

void append_problems(std::string& out, const FeatureTable& table) {
  if (table.problems.empty()) return;
  out += ",\"problems\":[";
  for (std::size_t index = 0; index < table.problems.size(); ++index) {
    if (index != 0) out += ',';
    append_json_text(out, table.problems[index]);
  }
  out += ']';
}

void append_samples(std::string& out, const FeatureTable& table) {
  out += ",\"samples\":[";
  for (std::size_t sample = 0; sample < table.samples.size(); ++sample) {
    const FeatureRow& row = table.samples[sample];
    out += sample == 0 ? "{" : ",{";
    append_default(out, row);
    if (!row.definition.fallback) out += ",\"discovered\":true";
    append_name_and_problem(out, row);
    out += ",\"value\":";
    const auto value = row.value();
    out += value ? float_text(*value) : "null";
    out += '}';
  }
  out += ']';
}

void append_switches(std::string& out, const FeatureTable& table) {
  out += ",\"switches\":[";
  for (std::size_t index = 0; index < table.switches.size(); ++index) {
    const FeatureRow& row = table.switches[index];
    out += index == 0 ? "{" : ",{";
    append_default(out, row);
    if (!row.definition.fallback) out += ",\"discovered\":true";
    out += ",\"is_active\":";
    append_setting(out, active(row));
    append_name_and_problem(out, row);
    out += '}';
  }
  out += ']';
}

}  // namespace

std::string overview_json(const FeatureTable& table) {
  std::string out = "{";
  append_flags(out, table);
  append_group_ids(out, table);
  out += ",\"name\":";
  append_json_text(out, table.extension);
  append_problems(out, table);
  append_samples(out, table);
  append_switches(out, table);
  out += "}\n";
  return out;
}

}  // namespace pancake
