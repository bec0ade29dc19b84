#include "admin/change_json.h"
#include "admin/time_text.h"
#include "cli/commands.h"
#include "cli/json_output.h"
#include "cli/text_table.h"
#include "cli/words.h"
#include "store/change_log.h"

namespace pancake {

namespace {

/// To the second: "2026-11-22T10:16:00Z".
std::string to_the_second(std::chrono::system_clock::time_point when) {
  const auto text = time_text(when);
  return text.substr(0, text.find('.')) + "Z";
}

/// What was there before an entry: "?" if nobody noted it, nothing where there is no such thing.
std::string from_words(const LogEntry& entry) {
  if (entry.feature.empty()) return "";
  if (!entry.knows_from) return "?";
  if (entry.action == "clear_all_group") {
    return std::to_string(parse_removed(entry.from.value_or("")).size()) + " ids";
  }
  const bool is_definition = entry.action == "define" || entry.action == "undefine";
  return stored_words(is_definition, entry.kind, entry.from);
}

}  // namespace

Result<void> show_log(const ShowLog& command, Session& session) {
  const auto entries = session.store.log(session.extension.name, command.query);
  if (!entries) return tl::unexpected(entries.error());
  if (session.options.json) {
    auto list = nlohmann::ordered_json::array();
    for (const auto& entry : *entries) list.push_back(log_entry_json(entry));
    write_json_line(session.out(), list);
    return {};
  }
  TextTable table("", {"REVISION", "WHEN", "WHO", "WHAT", "FROM", "REASON"});
  for (const auto& entry : *entries) {
    table.add({std::to_string(entry.revision), to_the_second(entry.when), shown(entry.who),
               command_words(entry), from_words(entry), shown(entry.reason)});
  }
  table.drop_empty_last_column();
  const bool all = !command.query.before && !command.query.feature && !command.query.kind;
  if (table.empty())
    session.out() << (all ? "Nothing has been changed yet.\n" : "No change is like that.\n");
  table.write(session.out());
  return {};
}

}  // namespace pancake
