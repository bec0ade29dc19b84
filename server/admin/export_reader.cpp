#include "admin/export_document.h"
#include "admin/text_json.h"
#include "definitions/feature_default.h"
#include "definitions/field_reader.h"
#include "store/kind_text.h"

namespace pancake {

namespace {

constexpr std::int64_t document_version = 1;

std::uint64_t count(const Field& field) {
  const auto& value = field.node().value;
  if (field.node().kind == LocatedJson::Kind::scalar && value.is_number_unsigned()) {
    return value.get<std::uint64_t>();
  }
  field.wrong(field.node().shown() + " is not a whole number from 0 on");
  return 0;
}

std::string required_text(const Field& entry, std::string_view key) {
  const auto member = entry.member(key);
  if (member) return member->text().value_or("");
  entry.wrong("'" + std::string(key) + "' is missing");
  return {};
}

FeatureKind read_kind(const Field& entry) {
  const auto word = required_text(entry, "kind");
  const auto kind = kind_from_text(word);
  const auto member = entry.member("kind");
  if (member && !kind) member->wrong("'" + word + "' is not switch, flag or sample");
  return kind.value_or(FeatureKind::switch_);
}

/// A text that stands as `key` or in hexadecimal as `key_hex`; no value if neither is there.
std::optional<std::string> read_bytes(const Field& entry, const std::string& key) {
  if (const auto plain = entry.member(key)) return plain->text();
  const auto hex = entry.member(key + "_hex");
  if (!hex) return std::nullopt;
  auto bytes = from_hex(hex->text().value_or("?"));
  if (!bytes) hex->wrong("is not hexadecimal: pairs of 0-9 and a-f");
  return bytes.value_or("");
}

StoredValue read_value_of(const Field& entry) {
  if (const auto type = entry.member("wrong_type")) return {type->text().value_or(""), true};
  auto text = read_bytes(entry, "value");
  if (!text) entry.wrong("'value' is missing");
  return {text.value_or(""), false};
}

FeatureDefinition read_definition(const Field& entry) {
  FeatureDefinition definition;
  definition.kind = read_kind(entry);
  definition.name = required_text(entry, "name");
  if (const auto allowed = check_name(to_text(definition.kind), definition.name); !allowed) {
    entry.wrong(allowed.error().message);
  }
  for (const auto& member : entry.members({"kind", "name", "default", "description", "client"})) {
    if (member.key() == "description") definition.description = member.text().value_or("");
    if (member.key() == "client") definition.client = member.truth().value_or(false);
    if (member.key() != "default") continue;
    const bool scalar = member.node().kind == LocatedJson::Kind::scalar;
    auto fallback = feature_default(definition.kind,
                                    scalar ? member.node().value : nlohmann::ordered_json::array());
    if (fallback) {
      definition.fallback = *std::move(fallback);
    } else {
      member.wrong(fallback.error());
    }
  }
  if (!entry.member("default")) entry.wrong("'default' is missing");
  return definition;
}

void read_state_entry(const Field& entry, StoredState& state) {
  static_cast<void>(entry.members({"kind", "name", "value", "value_hex", "wrong_type"}));
  const auto kind = read_kind(entry);
  auto name = required_text(entry, "name");
  auto& values = kind == FeatureKind::switch_ ? state.switches
                 : kind == FeatureKind::flag  ? state.flags
                                              : state.samples;
  if (!values.emplace(name, read_value_of(entry)).second) {
    entry.wrong("the state of " + std::string(to_text(kind)) + " '" + name +
                "' stands here for the second time");
  }
}

StoredOverride read_override(const Field& entry) {
  static_cast<void>(
      entry.members({"flag", "group", "id", "id_hex", "value", "value_hex", "wrong_type"}));
  StoredOverride one{required_text(entry, "group"), required_text(entry, "flag"), {}, {}};
  auto id = read_bytes(entry, "id");
  if (!id) entry.wrong("'id' is missing");
  one.object_id = id.value_or("");
  one.value = read_value_of(entry);
  return one;
}

void read_head(const Field& member, ExportDocument& document) {
  const auto& key = member.key();
  auto& state = document.state;
  if (key == "extension") document.extension = member.text().value_or("");
  if (key == "lineage") state.lineage = member.text().value_or("");
  if (key == "revision") state.revision = count(member);
  if (key == "log_position") state.log_position = count(member);
  if (key == "accepted") state.accepted = count(member);
}

/// Before anything else is looked at: whether it is one of ours at all.
void check_format(const Field& file) {
  const auto format = file.member("format");
  if (!format || format->node().value != "pancake-export") {
    file.wrong("is no export of pancake: 'format' is not 'pancake-export'");
    return;
  }
  const auto version = file.member("version");
  if (!version) {
    file.wrong("'version' is missing");
  } else if (version->integer() != document_version) {
    version->wrong(version->node().shown() + " is a format of another release; this one reads 1");
  }
}

}  // namespace

Result<ExportDocument> parse_export_document(std::string_view text, const std::string& file_name) {
  const auto json = parse_located_json(text, file_name);
  if (!json) return fail(ErrorCode::bad_value, json.error().message);
  FieldErrors errors(file_name);
  ExportDocument document;
  const Field file(*json, "", errors);
  if (json->kind == LocatedJson::Kind::object) check_format(file);
  for (const auto& member :
       file.members({"format", "version", "extension", "revision", "lineage", "log_position",
                     "accepted", "definitions", "states", "overrides", "problems"})) {
    read_head(member, document);
    auto& state = document.state;
    if (member.key() == "definitions") {
      for (const auto& entry : member.entries()) {
        state.definitions.push_back(read_definition(entry));
      }
    } else if (member.key() == "states") {
      for (const auto& entry : member.entries()) read_state_entry(entry, state);
    } else if (member.key() == "overrides") {
      for (const auto& entry : member.entries()) state.overrides.push_back(read_override(entry));
    } else if (member.key() == "problems") {
      for (const auto& entry : member.entries()) {
        state.problems.push_back(entry.text().value_or(""));
      }
    }
  }
  if (document.extension.empty()) file.wrong("'extension' is missing");
  if (const auto* error = errors.first()) return fail(ErrorCode::bad_value, error->message);
  return document;
}

}  // namespace pancake
