#include "store/redis_definitions.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <tuple>

#include "definitions/definition_json.h"
#include "python/utf8.h"
#include "store/kind_text.h"

namespace pancake {

namespace {

using nlohmann::ordered_json;

struct Dated {
  std::uint64_t since;
  FeatureDefinition definition;
};

std::optional<FeatureDefinition> read_field(const std::string& field, const std::string& value) {
  const auto colon = field.find(':');
  if (colon == std::string::npos || !is_utf8(field)) return std::nullopt;
  const auto kind = kind_from_text(std::string_view(field).substr(0, colon));
  if (!kind) return std::nullopt;
  return parse_definition(*kind, field.substr(colon + 1), value);
}

std::optional<std::uint64_t> defined_since(std::string_view value) {
  const auto json = ordered_json::parse(value, nullptr, false);
  if (!json.is_object()) return std::nullopt;
  const auto since = json.find("since");
  if (since == json.end() || !since->is_number_unsigned()) return std::nullopt;
  return since->get<std::uint64_t>();
}

}  // namespace

std::string definition_field(FeatureKind kind, std::string_view name) {
  return std::string(to_text(kind)) + ":" + std::string(name);
}

std::vector<FeatureDefinition> read_definitions(const RedisReply& reply,
                                                std::vector<std::string>& problems) {
  if (reply.is_error()) {
    problems.emplace_back("the store's definitions cannot be read: their key is no Redis hash");
    return {};
  }
  std::vector<Dated> dated;
  for (std::size_t i = 0; i + 1 < reply.list.size(); i += 2) {
    const auto& field = reply.list[i].text;
    const auto& value = reply.list[i + 1].text;
    auto definition = read_field(field, value);
    if (definition) {
      dated.push_back({defined_since(value).value_or(0), std::move(*definition)});
    } else {
      problems.push_back(is_utf8(field) ? "the store's definition of '" + field + "' cannot be read"
                                        : "a definition in the store has a name that is not UTF-8");
    }
  }
  std::ranges::sort(dated, {}, [](const Dated& entry) {
    return std::tie(entry.since, entry.definition.kind, entry.definition.name);
  });
  std::ranges::sort(problems);
  std::vector<FeatureDefinition> definitions;
  definitions.reserve(dated.size());
  for (auto& entry : dated) definitions.push_back(std::move(entry.definition));
  return definitions;
}

}  // namespace pancake
