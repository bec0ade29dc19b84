#include <ctime>

#include <spdlog/fmt/fmt.h>

#include "cli/commands.h"
#include "cli/json_output.h"
#include "cli/text_table.h"
#include "cli/words.h"
#include "python/text_repr.h"

namespace pancake {

namespace {

/// UTC to the second, "2026-11-22T10:16:00Z": the same in every time zone and locale.
std::string time_text(std::chrono::system_clock::time_point when) {
  const auto seconds = std::chrono::system_clock::to_time_t(when);
  std::tm utc{};
  if (gmtime_r(&seconds, &utc) == nullptr) return "?";
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", utc.tm_year + 1900, utc.tm_mon + 1,
                     utc.tm_mday, utc.tm_hour, utc.tm_min, utc.tm_sec);
}

/// The change as its command, with the words that could be misread quoted:
/// "flags enable-group CHECKOUT user '42'".
std::string what(const LogEntry& entry) {
  std::string action = entry.action;
  for (char& c : action) c = c == '_' ? '-' : c;
  auto text = std::string(plural(entry.kind)) + " " + shown(action) + " " + shown(entry.feature);
  if (!entry.group.empty()) {
    text += " " + shown(entry.group);
    if (entry.action != "clear_all_group") text += " " + text_repr(entry.object_id);
    return text;
  }
  const bool says_more = entry.action == "set" || entry.action == "define";
  return says_more ? text + " " + shown(entry.to.value_or("")) : text;
}

nlohmann::ordered_json entry_json(const LogEntry& entry) {
  nlohmann::ordered_json json;
  json["when"] = time_text(entry.when);
  json["revision"] = entry.revision;
  json["who"] = entry.who;
  json["action"] = entry.action;
  json["kind"] = to_text(entry.kind);
  json["name"] = entry.feature;
  if (!entry.group.empty()) {
    json["group"] = entry.group;
    if (entry.action != "clear_all_group") json["id"] = entry.object_id;
  }
  if (entry.to && !entry.to->empty()) json["value"] = *entry.to;
  return json;
}

}  // namespace

Result<void> show_log(const ShowLog& command, Session& session) {
  const auto entries = session.store.log(session.extension.name, {.limit = command.limit});
  if (!entries) return tl::unexpected(entries.error());
  if (session.options.json) {
    auto list = nlohmann::ordered_json::array();
    for (const auto& entry : *entries) list.push_back(entry_json(entry));
    write_json_line(session.out(), list);
    return {};
  }
  TextTable table("", {"WHEN", "WHO", "WHAT"});
  for (const auto& entry : *entries)
    table.add({time_text(entry.when), shown(entry.who), what(entry)});
  if (table.empty()) session.out() << "Nothing has been changed yet.\n";
  table.write(session.out());
  return {};
}

}  // namespace pancake
