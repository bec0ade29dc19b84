#include "cli/json_output.h"

namespace pancake {

void write_json_line(std::ostream& out, const nlohmann::ordered_json& json) {
  out << json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) << '\n';
}

nlohmann::ordered_json default_json(const FeatureDefinition& definition) {
  if (!definition.fallback) return nullptr;
  auto json = nlohmann::ordered_json::parse(definition.fallback->text, nullptr, false);
  if (json.is_discarded()) return definition.fallback->number;
  return json;
}

}  // namespace pancake
