#include "admin/change_json.h"

#include <tuple>

#include "admin/text_json.h"
#include "admin/time_text.h"
#include "definitions/definition_json.h"
#include "store/change_log.h"
#include "store/kind_text.h"

namespace pancake {

namespace {

using nlohmann::ordered_json;

StoredText stored_text(const ordered_json& json) {
  return json.is_string() ? StoredText(json.get<std::string>()) : StoredText();
}

ordered_json text_or_null(const StoredText& text) {
  return text ? ordered_json(*text) : ordered_json(nullptr);
}

/// What was done to what: the members that a change, an entry and a write have in common.
void put_subject(ordered_json& json, const LogEntry& entry) {
  json["action"] = entry.action;
  if (entry.feature.empty()) return;
  json["kind"] = to_text(entry.kind);
  json["name"] = entry.feature;
  if (!entry.group.empty()) {
    json["group"] = entry.group;
    if (entry.action != "clear_all_group") put_text(json, "id", entry.object_id);
  }
  if (entry.to) json["value"] = *entry.to;
}

std::string text_member(const ordered_json& json, const char* key) {
  const auto found = json.find(key);
  return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

/// The id of an override; no value if it is neither text nor hexadecimal.
std::optional<std::string> read_id(const ordered_json& json) {
  if (const auto hex = json.find("id_hex"); hex != json.end()) {
    return hex->is_string() ? from_hex(hex->get<std::string>()) : std::nullopt;
  }
  return json.contains("id") ? stored_text(json["id"]) : std::optional<std::string>("");
}

tl::unexpected<Error> no_entry(const std::string& why) { return fail(ErrorCode::bad_value, why); }

/// What put_subject wrote.
Result<LogEntry> read_subject(const ordered_json& json) {
  if (!json.is_object()) return no_entry("a change is an object");
  LogEntry entry;
  entry.action = text_member(json, "action");
  if (entry.action.empty()) return no_entry("a change needs an 'action'");
  entry.feature = text_member(json, "name");
  if (!entry.feature.empty()) {
    const auto word = text_member(json, "kind");
    const auto kind = kind_from_text(word);
    if (!kind) return no_entry("'" + word + "' is not switch, flag or sample");
    entry.kind = *kind;
  }
  entry.group = text_member(json, "group");
  auto id = read_id(json);
  if (!id) return no_entry("the 'id' of a change is not a text");
  entry.object_id = *std::move(id);
  if (const auto value = json.find("value"); value != json.end()) entry.to = stored_text(*value);
  return entry;
}

/// What log_entry_json wrote for `from` and `to`.
StoredText before_or_after(const ordered_json& json) {
  return json.is_object() ? StoredText(json.dump()) : stored_text(json);
}

/// A word of the log back as the change that it stands for.
Result<Change> change_of(const LogEntry& entry) {
  const auto& [kind, name, action] = std::tie(entry.kind, entry.feature, entry.action);
  if (name.empty()) return no_entry("a change needs a 'name'");
  const bool is_flag = kind == FeatureKind::flag && !entry.group.empty();
  if (action == "set" && kind == FeatureKind::sample)
    return SetState{kind, name, entry.to.value_or("")};
  if (action == "enable" && kind != FeatureKind::sample) return SetState{kind, name, "1"};
  if (action == "disable" && kind != FeatureKind::sample) return SetState{kind, name, "0"};
  if (action == "clear") return ClearState{kind, name};
  if (action == "undefine") return Undefine{kind, name};
  if (action == "define") {
    auto definition = parse_definition(kind, name, entry.to.value_or(""));
    if (!definition) return no_entry("the 'value' of define is no definition");
    return Define{*std::move(definition)};
  }
  if (is_flag && action == "enable_group")
    return SetOverride{name, entry.group, entry.object_id, true};
  if (is_flag && action == "disable_group")
    return SetOverride{name, entry.group, entry.object_id, false};
  if (is_flag && action == "clear_group") return ClearOverride{name, entry.group, entry.object_id};
  if (is_flag && action == "clear_all_group") return ClearOverrides{name, entry.group};
  return no_entry("'" + action + "' is no change of a " + std::string(to_text(kind)));
}

std::string_view part_text(Place::Part part) {
  switch (part) {
    case Place::Part::definition: return "definition";
    case Place::Part::state: return "state";
    case Place::Part::override: return "override";
  }
  return "";
}

}  // namespace

ordered_json log_entry_json(const LogEntry& entry) {
  ordered_json json;
  json["when"] = time_text(entry.when);
  json["revision"] = entry.revision;
  json["who"] = entry.who;
  put_subject(json, entry);
  if (entry.knows_from) {
    json["from"] = text_or_null(entry.from);
    if (entry.action == "clear_all_group" && entry.from) {
      auto removed = ordered_json::parse(*entry.from, nullptr, false);
      if (removed.is_object()) json["from"] = std::move(removed);
    }
    json["to"] = text_or_null(entry.to);
  }
  if (!entry.reason.empty()) json["reason"] = entry.reason;
  return json;
}

Result<LogEntry> parse_log_entry(const ordered_json& json) {
  auto entry = read_subject(json);
  if (!entry) return entry;
  const auto when = parse_time(text_member(json, "when"));
  const auto revision = json.find("revision");
  if (!when || revision == json.end() || !revision->is_number_unsigned()) {
    return no_entry("a log entry needs 'when' and 'revision'");
  }
  entry->when = *when;
  entry->revision = revision->get<std::uint64_t>();
  entry->who = text_member(json, "who");
  entry->reason = text_member(json, "reason");
  entry->knows_from = json.contains("from");
  if (entry->knows_from) entry->from = before_or_after(json["from"]);
  if (json.contains("to")) entry->to = before_or_after(json["to"]);
  return entry;
}

ordered_json change_json(const Change& change) {
  ordered_json json;
  put_subject(json, log_entry(change, {}));
  return json;
}

ordered_json write_json(const Write& write) {
  auto json = change_json(write.change);
  if (write.expected) json["expected"] = text_or_null(*write.expected);
  return json;
}

Result<Write> parse_write(const ordered_json& json) {
  const auto entry = read_subject(json);
  if (!entry) return tl::unexpected(entry.error());
  auto change = change_of(*entry);
  if (!change) return tl::unexpected(change.error());
  Write write{*std::move(change), std::nullopt};
  if (const auto expected = json.find("expected"); expected != json.end()) {
    if (!expected->is_null() && !expected->is_string()) {
      return no_entry("'expected' is a text or null");
    }
    write.expected = stored_text(*expected);
  }
  return write;
}

ordered_json plan_json(const ChangePlan& plan) {
  ordered_json json;
  json["changes"] = ordered_json::array();
  for (const auto& write : plan.writes) json["changes"].push_back(change_json(write.change));
  json["skipped"] = plan.skipped;
  json["overwrites"] = plan.overwrites;
  return json;
}

ordered_json net_change_json(const NetChange& change) {
  ordered_json json;
  json["part"] = part_text(change.place.part);
  json["kind"] = to_text(change.place.kind);
  json["name"] = change.name;
  if (change.place.part == Place::Part::override) {
    json["group"] = change.place.group;
    put_text(json, "id", change.place.object_id);
  }
  json["from"] = text_or_null(change.from);
  json["to"] = text_or_null(change.to);
  return json;
}

}  // namespace pancake
