#include "store/change_log.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "definitions/definition_json.h"
#include "python/upper_case.h"
#include "text/percent_decoding.h"

namespace pancake {

namespace {

/// Fills in what each kind of change says of itself.
class Describe {
 public:
  explicit Describe(LogEntry& entry) : entry_(entry) {}

  void operator()(const SetState& change) {
    feature(change.kind, change.name);
    entry_.to = change.text;
    if (change.kind == FeatureKind::sample) {
      entry_.action = "set";
    } else {
      entry_.action = change.text == "1" ? "enable" : "disable";
    }
  }
  void operator()(const ClearState& change) {
    feature(change.kind, change.name);
    entry_.action = "clear";
  }
  void operator()(const SetOverride& change) {
    override_of(change.flag, change.group);
    entry_.object_id = change.object_id;
    entry_.action = change.on ? "enable_group" : "disable_group";
    entry_.to = change.on ? "1" : "0";
  }
  void operator()(const ClearOverride& change) {
    override_of(change.flag, change.group);
    entry_.object_id = change.object_id;
    entry_.action = "clear_group";
  }
  void operator()(const ClearOverrides& change) {
    override_of(change.flag, change.group);
    entry_.action = "clear_all_group";
  }
  void operator()(const Define& change) {
    feature(change.definition.kind, change.definition.name);
    entry_.action = "define";
    entry_.to = definition_json(change.definition);
  }
  void operator()(const Undefine& change) {
    feature(change.kind, change.name);
    entry_.action = "undefine";
  }

 private:
  void feature(FeatureKind kind, const std::string& name) {
    entry_.kind = kind;
    entry_.feature = name;
  }
  void override_of(const std::string& flag, const std::string& group) {
    feature(FeatureKind::flag, flag);
    entry_.group = group;
  }

  LogEntry& entry_;
};

/// Every byte but printable ASCII without `"`, `%` and `\`.
std::string percent_encoded(std::string_view bytes) {
  constexpr std::string_view hex = "0123456789ABCDEF";
  std::string text;
  for (const char c : bytes) {
    if (c >= 0x20 && c <= 0x7E && c != '"' && c != '%' && c != '\\') {
      text += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    text += '%';
    text += hex[byte >> 4U];
    text += hex[byte & 0xFU];
  }
  return text;
}

/// What percent_encoded made; any other text stays as it is.
std::string decoded(const std::string& text) { return percent_decoded(text).value_or(text); }

}  // namespace

OverrideTouch touch_of(std::string_view action) noexcept {
  if (action == "clear_all_group") return OverrideTouch::many;
  const bool is_one =
      action == "enable_group" || action == "disable_group" || action == "clear_group";
  return is_one ? OverrideTouch::one : OverrideTouch::none;
}

LogEntry log_entry(const Change& change, const Author& author) {
  LogEntry entry;
  entry.who = author.who;
  entry.reason = author.reason;
  std::visit(Describe(entry), change);
  return entry;
}

LogEntry acceptance_entry(const Author& author) {
  LogEntry entry;
  entry.who = author.who;
  entry.reason = author.reason;
  entry.action = "accept_state";
  return entry;
}

StoredText removed_text(const std::vector<std::pair<std::string, std::string>>& removed) {
  if (removed.empty()) return std::nullopt;
  std::vector<std::string> members;
  members.reserve(removed.size());
  for (const auto& [id, text] : removed) {
    members.push_back("\"" + percent_encoded(id) + "\":\"" + percent_encoded(text) + "\"");
  }
  std::ranges::sort(members);
  std::string json;
  for (const auto& member : members) json += (json.empty() ? "{" : ",") + member;
  return json + "}";
}

std::vector<std::pair<std::string, std::string>> parse_removed(std::string_view json) {
  std::vector<std::pair<std::string, std::string>> removed;
  const auto parsed = nlohmann::json::parse(json, nullptr, false);
  if (!parsed.is_object()) return removed;
  for (const auto& [id, text] : parsed.items()) {
    if (text.is_string()) {
      removed.emplace_back(decoded(id), decoded(text.get<std::string>()));
    }
  }
  return removed;
}

LogPage::LogPage(const LogQuery& query) : query_(query) {
  if (query_.feature) key_ = upper_case(*query_.feature);
}

bool LogPage::add(LogEntry entry) {
  if (query_.before && entry.revision >= *query_.before) return true;
  if (query_.kind && (entry.feature.empty() || entry.kind != *query_.kind)) return true;
  if (query_.feature && upper_case(entry.feature) != key_) return true;
  // What was written together stays together, or the next page would miss it.
  const bool full = entries_.size() >= query_.limit;
  if (full && (entries_.empty() || entries_.back().revision != entry.revision)) return false;
  entries_.push_back(std::move(entry));
  return true;
}

tl::unexpected<Error> conflict(const Change& change) {
  const auto entry = log_entry(change, {});
  auto what = std::string(to_text(entry.kind)) + " '" + entry.feature + "'";
  if (!entry.group.empty()) what += ", group '" + entry.group + "'";
  return fail(ErrorCode::conflict,
              what + ": something else is stored by now than was expected: nothing was written");
}

}  // namespace pancake
