// export and import: all that is stored of an extension, to a file and back.

#include <iterator>

#include "admin/discover.h"
#include "admin/import_plan.h"
#include "cli/commands.h"
#include "cli/json_output.h"
#include "cli/plan_output.h"
#include "cli/warnings.h"
#include "cli/whole_file.h"
#include "cli/words.h"

namespace pancake {

namespace {

constexpr const char* standard_stream = "-";

Result<void> write_text(const std::string& output, const std::string& text, FilePrivacy privacy,
                        Session& session) {
  if (output == standard_stream) {
    session.out() << text;
    return {};
  }
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  return write_whole_file(output, {bytes, text.size()}, privacy);
}

void report_export(const ExportState& command, const StoredState& state, Session& session) {
  const auto states = state.switches.size() + state.flags.size() + state.samples.size();
  if (session.options.json) {
    nlohmann::ordered_json json;
    json["extension"] = session.extension.name;
    json["revision"] = state.revision;
    json["definitions"] = state.definitions.size();
    json["states"] = states;
    json["overrides"] = state.overrides.size();
    json["file"] = command.output;
    write_json_line(session.out(), json);
    return;
  }
  session.out() << "State of '" << shown(session.extension.name) << "' (revision " << state.revision
                << ": " << state.definitions.size() << " definitions, " << states << " states, "
                << state.overrides.size() << " overrides) written to " << shown(command.output)
                << ".\n";
}

}  // namespace

Result<std::string> read_text(const std::string& file, Surroundings& surroundings) {
  if (file == standard_stream) {
    return std::string(std::istreambuf_iterator<char>(surroundings.in), {});
  }
  const auto bytes = read_whole_file(file);
  if (!bytes) return tl::unexpected(bytes.error());
  return std::string(reinterpret_cast<const char*>(bytes->data()), bytes->size());
}

Result<void> export_state(const ExportState& command, Session& session) {
  const auto state = session.store.read(session.extension);
  if (!state) return tl::unexpected(state.error());
  const auto text = export_document(session.extension.name, *state);
  // It names visitors.
  auto written = write_text(command.output, text, FilePrivacy::owner_only, session);
  if (written && command.output != standard_stream) report_export(command, *state, session);
  return written;
}

Result<void> import_state(const ImportState& command, Session& session) {
  const auto text = read_text(command.file, session.surroundings);
  if (!text) return tl::unexpected(text.error());
  const auto name = command.file == standard_stream ? "standard input" : command.file;
  const auto document = parse_export_document(*text, name);
  if (!document) return tl::unexpected(document.error());
  const auto current = session.store.read(session.extension);
  if (!current) return tl::unexpected(current.error());
  auto plan = import_plan(session.extension, *document, *current, command.mode);
  if (!plan) return tl::unexpected(plan.error());
  const auto done = carry_out({*std::move(plan), command.reason, command.dry_run}, session);
  if (!done) return tl::unexpected(done.error());
  return {};
}

Result<void> discover_definitions(const DiscoverDefinitions& command, Session& session) {
  const auto state = session.store.read(session.extension);
  if (!state) return tl::unexpected(state.error());
  const auto text = discovered_definitions(session.extension, *state);
  if (!text) return tl::unexpected(text.error());
  if (auto written = write_text(command.output, *text, FilePrivacy::everybody, session); !written) {
    return written;
  }
  const auto table = join(session.extension, *state);
  if (!table) return tl::unexpected(table.error());
  warn(session, table->problems);
  return {};
}

}  // namespace pancake
