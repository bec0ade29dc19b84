#include "views/page_json.h"

#include <algorithm>

#include "python/float_text.h"
#include "views/json_text.h"
#include "views/override_rows.h"

namespace pancake {
namespace {

void append_member(std::string& out, std::string_view name, std::string_view text) {
  out.append(",\"").append(name).append("\":");
  append_json_text(out, text);
}

void append_texts(std::string& out, const std::vector<std::string>& texts) {
  out += '[';
  for (std::size_t index = 0; index < texts.size(); ++index) {
    if (index > 0) out += ',';
    append_json_text(out, texts[index]);
  }
  out += ']';
}

void append_value(std::string& out, FeatureKind kind, std::optional<double> value) {
  if (!value) {
    out += "null";
  } else if (kind == FeatureKind::sample) {
    out += float_text(*value);
  } else {
    out += *value != 0 ? "true" : "false";
  }
}

void append_groups(std::string& out, const FeatureTable& table) {
  out += ",\"groups\":[";
  for (std::size_t group = 0; group < table.groups.size(); ++group) {
    out += group == 0 ? "{\"id\":" : ",{\"id\":";
    append_json_text(out, table.groups[group].id);
    out += ",\"candidates\":";
    if (table.groups[group].candidates) {
      append_texts(out, *table.groups[group].candidates);
    } else {
      out += "null";
    }
    out += '}';
  }
  out += ']';
}

/// Of each flag how many overrides there are, and its first ones.
struct FlagOverrides {
  std::size_t count = 0;
  std::string shown;
};

std::vector<FlagOverrides> overrides_by_flag(const FeatureTable& table) {
  std::vector<FlagOverrides> of(table.flags.size());
  for (const Snapshot::OverrideRow& row : override_rows(*table.full)) {
    for (const std::uint32_t entry : row.entries) {
      FlagOverrides& flag = of[(entry >> 1U) - table.switches.size()];
      if (++flag.count > most_shown_overrides) continue;
      flag.shown += flag.count == 1 ? "{\"group\":" : ",{\"group\":";
      append_json_text(flag.shown, table.groups[row.group].id);
      append_member(flag.shown, "id", row.object_id);
      flag.shown.append(",\"on\":").append((entry & 1U) != 0 ? "true" : "false").append("}");
    }
  }
  return of;
}

void append_feature(std::string& out, const FeatureRow& row, const FlagOverrides& overrides) {
  const FeatureDefinition& definition = row.definition;
  out.append("{\"kind\":\"").append(to_text(definition.kind)).append("\"");
  append_member(out, "name", definition.name);
  append_member(out, "description", definition.description);
  out.append(",\"client\":").append(definition.client ? "true" : "false").append(",\"default\":");
  append_value(out, definition.kind,
               definition.fallback ? std::optional(definition.fallback->number) : std::nullopt);
  out += ",\"state\":";
  append_value(out, definition.kind, row.state);
  if (row.problem) append_member(out, "problem", *row.problem);
  out.append(",\"override_count\":").append(std::to_string(overrides.count));
  out.append(",\"overrides\":[").append(overrides.shown).append("]}");
}

void append_features(std::string& out, const FeatureTable& table) {
  const auto overrides = overrides_by_flag(table);
  out += ",\"features\":[";
  const std::size_t begin = out.size();
  for (const FeatureKind kind : {FeatureKind::flag, FeatureKind::switch_, FeatureKind::sample}) {
    const auto& rows = table.of(kind);
    for (std::size_t row = 0; row < rows.size(); ++row) {
      if (out.size() > begin) out += ',';
      append_feature(out, rows[row], kind == FeatureKind::flag ? overrides[row] : FlagOverrides{});
    }
  }
  out += ']';
}

}  // namespace

std::string page_json(const FeatureTable& table, const PageReader& reader) {
  std::string out = "{\"extension\":";
  append_json_text(out, table.extension);
  out.append(",\"revision\":").append(std::to_string(table.revision));
  append_groups(out, table);
  append_features(out, table);
  out += ",\"problems\":";
  append_texts(out, table.problems);
  append_member(out, "caller", reader.name);
  out.append(",\"may_write\":").append(reader.may_write ? "true" : "false");
  out.append(",\"signed_in\":").append(reader.signed_in ? "true" : "false");
  out += ",\"extensions\":";
  append_texts(out, reader.extensions);
  append_member(out, "standing", reader.standing);
  out += "}\n";
  return out;
}

}  // namespace pancake
