// diff, rollback and accept-store-state: what the log is good for.

#include "admin/change_json.h"
#include "cli/commands.h"
#include "cli/json_output.h"
#include "cli/plan_output.h"
#include "cli/text_table.h"
#include "cli/warnings.h"
#include "cli/words.h"
#include "python/text_repr.h"

namespace pancake {

namespace {

std::string place_words(const NetChange& change) {
  const auto& place = change.place;
  const auto feature = std::string(to_text(place.kind)) + " '" + shown(change.name) + "'";
  if (place.part == Place::Part::definition) return "definition of " + feature;
  if (place.part == Place::Part::state) return feature;
  return feature + ", group '" + shown(place.group) + "', object " + text_repr(place.object_id);
}

std::string text_words(const NetChange& change, const StoredText& text) {
  return stored_words(change.place.part == Place::Part::definition, change.place.kind, text);
}

}  // namespace

Result<void> show_diff(const ShowDiff& command, Session& session) {
  const auto [first, last] = std::minmax(command.from, command.to);
  const auto log = session.store.log_since(session.extension, first, last);
  if (!log) return tl::unexpected(log.error());
  const auto changes = net_changes(*log, last);
  const bool forwards = command.from <= command.to;
  TextTable table("", {"WHAT", "FROM", "TO"});
  auto list = nlohmann::ordered_json::array();
  for (auto change : changes) {
    if (!forwards) std::swap(change.from, change.to);
    table.add(
        {place_words(change), text_words(change, change.from), text_words(change, change.to)});
    list.push_back(net_change_json(change));
  }
  if (session.options.json) {
    write_json_line(session.out(), list);
    return {};
  }
  if (table.empty()) session.out() << "No difference.\n";
  table.write(session.out());
  return {};
}

Result<void> roll_back(const RollBack& command, Session& session) {
  const auto log = session.store.log_since(session.extension, command.revision);
  if (!log) return tl::unexpected(log.error());
  const auto current = session.store.read(session.extension);
  if (!current) return tl::unexpected(current.error());
  const auto who = session.store.who(author_of(session, {}).who);
  if (!who) return tl::unexpected(who.error());
  PlannedWork work{rollback_plan(session.extension, *log, *current, *who),
                   rollback_reason(command.revision, command.reason), command.dry_run};
  const bool refused = !command.dry_run && !command.yes && !work.plan.overwrites.empty();
  work.dry_run = work.dry_run || refused;
  const auto done = carry_out(work, session);
  if (!done) return tl::unexpected(done.error());
  if (refused) {
    return fail(ErrorCode::conflict,
                "This would undo what others changed, and nothing was changed: give --yes to do "
                "it all the same.");
  }
  if (done->revision != 0 && !session.options.json) {
    session.out() << "'pancake rollback " << current->revision << "' takes that back.\n";
  }
  return {};
}

Result<void> accept_store_state(const AcceptStoreState& command, Session& session) {
  if (!command.yes) {
    return fail(ErrorCode::bad_value,
                "This makes servers that hold on to an older state take what the store has now, "
                "even if it is empty or restored: look with 'pancake overview', then give --yes.");
  }
  const auto written =
      session.store.accept_state(session.extension.name, author_of(session, command.reason));
  if (!written) return tl::unexpected(written.error());
  if (session.options.json) {
    nlohmann::ordered_json json;
    json["action"] = "accept_state";
    json["revision"] = written->revision;
    write_json_line(session.out(), json);
  } else {
    session.out() << "What the store holds of '" << shown(session.extension.name)
                  << "' is accepted.\n";
  }
  warn_of_log(session, *written);
  return {};
}

}  // namespace pancake
