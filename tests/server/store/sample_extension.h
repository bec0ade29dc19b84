#pragma once

#include <string>
#include <utility>

#include "definitions/definitions.h"

namespace pancake::test {

inline FeatureDefinition feature(FeatureKind kind, std::string name, double number,
                                 std::string text) {
  FeatureDefinition definition;
  definition.kind = kind;
  definition.name = std::move(name);
  definition.fallback = FeatureDefault{number, std::move(text)};
  return definition;
}

/// Groups user and admin; switch Tea, flags beta and dark_mode, sample Odds.
inline ExtensionDefinition sample_extension() {
  auto extension = empty_extension("pancake");
  extension.groups.push_back({"user", {IdSource::Kind::header, "X-User"}, std::nullopt});
  extension.groups.push_back({"admin", {}, std::vector<std::string>{"yes", "no"}});
  extension.features = {feature(FeatureKind::switch_, "Tea", 1, "true"),
                        feature(FeatureKind::flag, "beta", 0, "false"),
                        feature(FeatureKind::flag, "dark_mode", 1, "true"),
                        feature(FeatureKind::sample, "Odds", 42, "42")};
  return extension;
}

}  // namespace pancake::test
