#include <spdlog/fmt/fmt.h>
#include <iterator>

#include "cli/commands.h"
#include "cli/json_output.h"
#include "cli/whole_file.h"
#include "cli/words.h"
#include "pancake/snapshot_file.h"
#include "store/entry_hash.h"
#include "sync/feature_table.h"
#include "views/override_rows.h"
#include "views/snapshot_json.h"

namespace pancake {

namespace {

constexpr const char* standard_stream = "-";

Result<Bytes> read_input(const std::string& file, Surroundings& surroundings) {
  if (file != standard_stream) return read_whole_file(file);
  const std::vector<char> text{std::istreambuf_iterator<char>(surroundings.in), {}};
  return Bytes::copy_of({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

std::size_t override_count(const std::vector<Snapshot::OverrideRow>& rows) {
  std::size_t count = 0;
  for (const auto& row : rows) count += row.entries.size();
  return count;
}

/// A hash of what it says without the revision: equal for equal states, also of a layer over a base
/// and of one piece.
std::uint64_t content_of(const Snapshot& snapshot, const std::vector<Snapshot::OverrideRow>& rows) {
  EntryHash hash;
  std::uint64_t sum = snapshot.features_hash();
  for (const auto& row : rows) {
    for (const std::uint32_t entry : row.entries) {
      sum += hash(Entry::override_, {snapshot.group(row.group), snapshot.name(entry >> 1U),
                                     row.object_id, (entry & 1U) != 0 ? "1" : "0"});
    }
  }
  return sum;
}

void write_header(std::ostream& out, const Snapshot& snapshot) {
  std::string groups;
  for (std::uint32_t group = 0; group < snapshot.group_count(); ++group)
    groups += (group == 0 ? "" : ", ") + shown(snapshot.group(group));
  const auto rows = override_rows(snapshot);
  out << fmt::format(
      "extension  {}\n"
      "scope      {}\n"
      "revision   {}\n"
      "bytes      {}\n"
      "content    {:016x} (equal for equal states)\n"
      "switches   {}\n"
      "flags      {}\n"
      "samples    {}\n"
      "groups     {}\n"
      "overrides  {} of {} objects\n",
      shown(snapshot.extension()), to_text(snapshot.scope()), snapshot.revision(),
      file_size(snapshot), content_of(snapshot, rows), snapshot.switch_count(),
      snapshot.flag_count(), snapshot.sample_count(), groups.empty() ? "none" : groups,
      override_count(rows), rows.size());
}

void report_export(const ExportSnapshot& command, std::size_t bytes, const FeatureTable& table,
                   Session& session) {
  if (session.options.json) {
    nlohmann::ordered_json json;
    json["extension"] = table.extension;
    json["scope"] = to_text(command.scope);
    json["revision"] = table.revision;
    json["bytes"] = bytes;
    json["file"] = command.output;
    write_json_line(session.out(), json);
    return;
  }
  session.out() << fmt::format("Snapshot of '{}' ({}, revision {}, {} bytes) written to {}.\n",
                               shown(table.extension), to_text(command.scope), table.revision,
                               bytes, shown(command.output));
}

}  // namespace

Result<void> export_snapshot(const ExportSnapshot& command, Session& session) {
  const bool to_stream = command.output == standard_stream;
  if (to_stream && session.surroundings.out_is_terminal) {
    return fail(ErrorCode::io,
                "A snapshot is binary and would garble the terminal: give --output FILE, or "
                "redirect the output.");
  }
  const auto stored = session.store.read(session.extension);
  if (!stored) return tl::unexpected(stored.error());
  const auto table = join(session.extension, *stored, nullptr, LayerLimits::none());
  if (!table) return tl::unexpected(table.error());
  const auto for_public = write_public_snapshot(*table);
  if (!for_public) return tl::unexpected(for_public.error());
  const auto bytes = command.scope == Scope::public_ ? for_public->span() : table->full->bytes();
  if (to_stream) {
    session.out().write(reinterpret_cast<const char*>(bytes.data()),
                        static_cast<std::streamsize>(bytes.size()));
    return {};
  }
  // A full snapshot names visitors.
  const auto privacy =
      command.scope == Scope::public_ ? FilePrivacy::everybody : FilePrivacy::owner_only;
  if (auto written = write_whole_file(command.output, bytes, privacy); !written) return written;
  report_export(command, bytes.size(), *table, session);
  return {};
}

Result<void> inspect_snapshot(const InspectSnapshot& command, const GlobalOptions& options,
                              Surroundings& surroundings) {
  auto bytes = read_input(command.file, surroundings);
  if (!bytes) return tl::unexpected(bytes.error());
  const auto opened = open_file(*std::move(bytes));
  if (!opened) {
    const auto name = command.file == standard_stream ? "standard input" : command.file;
    return fail(ErrorCode::damaged, name + ": " + std::string(message(opened.error())));
  }
  const Snapshot& snapshot = **opened;
  if (options.json) {
    surroundings.out << snapshot_json(snapshot);
  } else {
    write_header(surroundings.out, snapshot);
  }
  return {};
}

}  // namespace pancake
