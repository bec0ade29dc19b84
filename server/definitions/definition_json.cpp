#include "definitions/definition_json.h"

#include <nlohmann/json.hpp>

#include "definitions/extension_json.h"
#include "definitions/feature_default.h"

namespace pancake {

using nlohmann::ordered_json;

std::string definition_json(const FeatureDefinition& definition) {
  return feature_json(definition).dump(-1, ' ', false, ordered_json::error_handler_t::replace);
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
