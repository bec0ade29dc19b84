#include "cli/plan_output.h"

#include "admin/change_json.h"
#include "cli/commands.h"
#include "cli/json_output.h"
#include "cli/warnings.h"
#include "cli/words.h"

namespace pancake {

namespace {

std::string counted(std::size_t count) {
  return std::to_string(count) + (count == 1 ? " change" : " changes");
}

}  // namespace

Result<Written> carry_out(const PlannedWork& work, Session& session) {
  const auto& writes = work.plan.writes;
  Written written;
  if (!work.dry_run && !writes.empty()) {
    auto done =
        session.store.apply(session.extension.name, writes, author_of(session, work.reason));
    if (!done) return done;
    written = *std::move(done);
  }
  if (session.options.json) {
    auto json = plan_json(work.plan);
    json["dry_run"] = work.dry_run;
    json["revision"] = nullptr;
    if (written.revision != 0) json["revision"] = written.revision;
    write_json_line(session.out(), json);
  } else {
    for (const auto& write : writes) session.out() << command_words(write.change) << '\n';
    if (writes.empty()) {
      session.out() << "Nothing to change.\n";
    } else {
      session.out() << counted(writes.size()) << (work.dry_run ? " would be made.\n" : " made.\n");
    }
  }
  for (const auto& line : work.plan.skipped) {
    session.surroundings.err << "Warning: left out: " << shown(line) << '\n';
  }
  for (const auto& line : work.plan.overwrites) {
    session.surroundings.err << "Warning: undoes what others changed: " << shown(line) << '\n';
  }
  warn_of_log(session, written);
  return written;
}

}  // namespace pancake
