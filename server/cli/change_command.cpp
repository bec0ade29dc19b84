#include <nlohmann/json.hpp>

#include "admin/change_check.h"
#include "admin/change_json.h"
#include "cli/commands.h"
#include "cli/json_output.h"
#include "cli/warnings.h"
#include "cli/words.h"

namespace pancake {

namespace {

/// Refuses a change that names what does not exist or may not be. The store is asked only as far
/// as it takes: not at all for what the file defines, and for everything only at the end.
Result<void> check(Session& session, const Change& change) {
  const auto& extension = session.extension;
  const auto file = session.definitions_file.value_or("the definitions file");
  const auto with = [&](const StoredState& stored) -> Result<void> {
    const auto table = join(extension, stored);
    if (!table) return tl::unexpected(table.error());
    return check_change(extension, *table, change, file);
  };
  const auto is_final = [](const Result<void>& checked) {
    return checked || checked.error().code != ErrorCode::unknown_feature;
  };
  auto checked = with({});
  if (is_final(checked)) return checked;
  const auto few = session.store.read_for(extension, {});
  if (!few) return tl::unexpected(few.error());
  checked = with(*few);
  if (is_final(checked)) return checked;
  const auto all = session.store.read(extension);
  if (!all) return tl::unexpected(all.error());
  return with(*all);
}

void write_json(Session& session, const Change& change, std::uint64_t revision) {
  auto json = change_json(change);
  const auto place = place_of(change);
  json["key"] = redis_key(place.kind, session.extension.name, json["name"].get<std::string>());
  json["revision"] = revision;
  write_json_line(session.out(), json);
}

}  // namespace

Author author_of(const Session& session, const std::string& reason) {
  return {"cli:" + session.surroundings.user_name(), reason};
}

Result<void> change_feature(const ChangeFeature& command, Session& session) {
  if (auto allowed = check(session, command.change); !allowed) return allowed;
  const auto written =
      session.store.apply(session.extension.name, {Write{command.change, std::nullopt}},
                          author_of(session, command.reason));
  if (!written) return tl::unexpected(written.error());
  if (session.options.json) {
    write_json(session, command.change, written->revision);
  } else {
    session.out() << done_words(command.change, session.paint) << '\n';
  }
  warn_of_log(session, *written);
  return {};
}

}  // namespace pancake
