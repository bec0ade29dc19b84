#include "definitions/feature_default.h"

#include <nlohmann/json.hpp>

#include "python/float_text.h"

namespace pancake {

namespace {

using nlohmann::ordered_json;

std::string number_text(const ordered_json& json) {
  return json.is_number_float() ? float_text(json.get<double>()) : json.dump();
}

std::string shown(const ordered_json& json) {
  if (json.is_number()) return number_text(json);
  if (json.is_object()) return "an object";
  if (json.is_array()) return "a list";
  return json.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

}  // namespace

tl::expected<FeatureDefault, std::string> feature_default(FeatureKind kind,
                                                          const ordered_json& json) {
  if (kind == FeatureKind::sample) {
    if (!json.is_number()) return tl::unexpected(shown(json) + " is not a number from 0 to 100");
    const auto ratio = json.get<double>();
    if (!(ratio >= 0 && ratio <= 100)) return tl::unexpected(shown(json) + " is outside 0 to 100");
    return FeatureDefault{ratio, number_text(json)};
  }
  if (json.is_boolean()) {
    const bool on = json.get<bool>();
    return FeatureDefault{on ? 1.0 : 0.0, on ? "true" : "false"};
  }
  if (json.is_number_integer()) {
    const auto number = json.get<double>();
    if (number == 0 || number == 1) return FeatureDefault{number, json.dump()};
  }
  return tl::unexpected(shown(json) + " is not true or false");
}

}  // namespace pancake
