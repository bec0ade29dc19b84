#include "serve/known_state.h"

#include <spdlog/fmt/fmt.h>

#include <nlohmann/json.hpp>

#include "definitions/definition_json.h"
#include "store/kind_text.h"

// Inlined where it is used; nothing of it is linked.
#define XXH_INLINE_ALL
#define XXH_NO_XXH3
#include <xxhash.h>

namespace pancake {
namespace {

using nlohmann::json;
using std::chrono::microseconds;

constexpr std::string_view format = "PANCAKE STATE 1\n";

std::string checksum_line(std::string_view bytes) {
  return fmt::format("{:016x}\n", XXH64(bytes.data(), bytes.size(), 0));
}

// Lists in place of objects: an override of a hundred thousand costs no names.
json to_json(const std::map<std::string, StoredValue, std::less<>>& values) {
  json list = json::array();
  for (const auto& [name, value] : values) list.push_back({name, value.text, value.wrong_type});
  return list;
}

json to_json(const StoredState& state) {
  json overrides = json::array();
  for (const StoredOverride& row : state.overrides) {
    overrides.push_back({row.group, row.flag, row.object_id, row.value.text, row.value.wrong_type});
  }
  json definitions = json::array();
  for (const FeatureDefinition& definition : state.definitions) {
    definitions.push_back({to_text(definition.kind), definition.name, definition_json(definition)});
  }
  return {{"revision", state.revision},
          {"lineage", state.lineage},
          {"log_position", state.log_position},
          {"accepted", state.accepted},
          {"switches", to_json(state.switches)},
          {"flags", to_json(state.flags)},
          {"samples", to_json(state.samples)},
          {"overrides", std::move(overrides)},
          {"definitions", std::move(definitions)},
          {"problems", state.problems}};
}

std::map<std::string, StoredValue, std::less<>> values_from(const json& list) {
  std::map<std::string, StoredValue, std::less<>> values;
  for (const json& row : list) {
    values[row.at(0).get<std::string>()] = {row.at(1).get<std::string>(), row.at(2).get<bool>()};
  }
  return values;
}

StoredState state_from(const json& content) {
  StoredState state;
  content.at("revision").get_to(state.revision);
  content.at("lineage").get_to(state.lineage);
  content.at("log_position").get_to(state.log_position);
  content.at("accepted").get_to(state.accepted);
  content.at("problems").get_to(state.problems);
  state.switches = values_from(content.at("switches"));
  state.flags = values_from(content.at("flags"));
  state.samples = values_from(content.at("samples"));
  for (const json& row : content.at("overrides")) {
    const StoredValue value{row.at(3).get<std::string>(), row.at(4).get<bool>()};
    state.overrides.push_back({row.at(0).get<std::string>(), row.at(1).get<std::string>(),
                               row.at(2).get<std::string>(), value});
  }
  for (const json& row : content.at("definitions")) {
    const auto kind = kind_from_text(row.at(0).get<std::string>());
    auto definition =
        kind ? parse_definition(*kind, row.at(1).get<std::string>(), row.at(2).get<std::string>())
             : std::nullopt;
    if (definition) state.definitions.push_back(std::move(*definition));
  }
  return state;
}

}  // namespace

std::string known_state_bytes(const KnownState& known) {
  const auto when =
      std::chrono::duration_cast<microseconds>(known.read_at.time_since_epoch()).count();
  std::string content;
  json::to_cbor(json{{"store", known.store},
                     {"extension", known.extension},
                     {"read_at", when},
                     {"earlier", known.earlier},
                     {"state", to_json(known.state)}},
                content);
  std::string bytes(format);
  bytes += checksum_line(content);
  bytes += content;
  return bytes;
}

Result<KnownState> parse_known_state(std::string_view bytes) {
  constexpr std::size_t checksum_bytes = 17;
  if (!bytes.starts_with(format)) {
    return fail(ErrorCode::damaged, "it is no state, or one of another release");
  }
  bytes.remove_prefix(format.size());
  const std::string_view content = bytes.substr(std::min(checksum_bytes, bytes.size()));
  if (bytes.substr(0, checksum_bytes) != checksum_line(content)) {
    return fail(ErrorCode::damaged, "its checksum is wrong: it was cut or changed");
  }
  try {
    const json file = json::from_cbor(content);
    KnownState known;
    file.at("store").get_to(known.store);
    file.at("extension").get_to(known.extension);
    known.read_at =
        std::chrono::system_clock::time_point(microseconds(file.at("read_at").get<std::int64_t>()));
    file.at("earlier").get_to(known.earlier);
    known.state = state_from(file.at("state"));
    return known;
  } catch (const json::exception& exception) {
    return fail(ErrorCode::damaged, exception.what());
  }
}

}  // namespace pancake
