#include "definitions/extension_reader.h"

#include "definitions/feature_default.h"

namespace pancake {

namespace {

void read_default(const Field& field, FeatureDefinition& feature) {
  if (field.node().kind != LocatedJson::Kind::scalar) {
    field.wrong(field.node().shown() + " cannot be a default");
    return;
  }
  auto fallback = feature_default(feature.kind, field.node().value);
  if (fallback) {
    feature.fallback = std::move(*fallback);
  } else {
    field.wrong(fallback.error());
  }
}

FeatureDefinition read_feature(FeatureKind kind, const Field& field) {
  FeatureDefinition feature;
  feature.kind = kind;
  feature.name = field.key();
  if (const auto allowed = check_name(to_text(kind), feature.name); !allowed) {
    field.wrong(allowed.error().message);
  }
  for (const auto& member : field.members({"default", "description", "client"})) {
    if (member.key() == "default") {
      read_default(member, feature);
    } else if (member.key() == "description") {
      feature.description = member.text().value_or("");
    } else {
      feature.client = member.truth().value_or(false);
    }
  }
  if (!field.member("default")) field.wrong("a " + std::string(to_text(kind)) + " needs a default");
  return feature;
}

void read_features(FeatureKind kind, const Field& field, std::vector<FeatureDefinition>& features) {
  for (const auto& member : field.members({})) features.push_back(read_feature(kind, member));
}

IdSource read_visitor(const Field& field) {
  IdSource source;
  for (const auto& member : field.members({"from"})) {
    // Our own visitor cookie needs no name: it is the one that `cookie` describes.
    const auto& value = member.node().value;
    if (value.is_string() && value.get<std::string>() == "cookie") continue;
    source = read_id_source(member);
  }
  return source;
}

}  // namespace

ExtensionDefinition read_extension(const Field& field) {
  auto extension = empty_extension(field.key());
  if (const auto allowed = check_name("extension", extension.name); !allowed) {
    field.wrong(allowed.error().message);
  }
  for (const auto& member :
       field.members({"groups", "visitor", "cookie", "switches", "flags", "samples"})) {
    const auto& key = member.key();
    if (key == "groups") extension.groups = read_groups(member);
    if (key == "visitor") extension.visitor = read_visitor(member);
    if (key == "cookie") read_cookie(member, extension.cookie);
    if (key == "switches") read_features(FeatureKind::switch_, member, extension.features);
    if (key == "flags") read_features(FeatureKind::flag, member, extension.features);
    if (key == "samples") read_features(FeatureKind::sample, member, extension.features);
  }
  return extension;
}

}  // namespace pancake
