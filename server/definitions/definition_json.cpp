#include "definitions/definition_json.h"

#include <nlohmann/json.hpp>

#include "definitions/feature_default.h"

namespace pancake {

using nlohmann::ordered_json;

std::string definition_json(const FeatureDefinition& definition) {
  ordered_json json = ordered_json::object();
  if (definition.fallback) {
    // The text is JSON that we wrote or read ourselves; should it not be, its number is.
    json["default"] = ordered_json::parse(definition.fallback->text, nullptr, false);
    if (json["default"].is_discarded()) json["default"] = definition.fallback->number;
  }
  if (!definition.description.empty()) json["description"] = definition.description;
  if (definition.client) json["client"] = true;
  return json.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

std::optional<FeatureDefinition> parse_definition(FeatureKind kind, std::string name,
                                                  std::string_view json) {
  const auto parsed = ordered_json::parse(json, nullptr, false);
  if (!parsed.is_object()) return std::nullopt;
  FeatureDefinition definition;
  definition.kind = kind;
  definition.name = std::move(name);
  const auto fallback = parsed.find("default");
  if (fallback == parsed.end()) return std::nullopt;
  auto read = feature_default(kind, *fallback);
  if (!read) return std::nullopt;
  definition.fallback = std::move(*read);
  if (const auto found = parsed.find("description"); found != parsed.end()) {
    if (!found->is_string()) return std::nullopt;
    definition.description = found->get<std::string>();
  }
  if (const auto found = parsed.find("client"); found != parsed.end()) {
    if (!found->is_boolean()) return std::nullopt;
    definition.client = found->get<bool>();
  }
  return definition;
}

}  // namespace pancake
