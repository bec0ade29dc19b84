#include "definitions/extension_json.h"

namespace pancake {

namespace {

using nlohmann::ordered_json;

std::string source_text(const IdSource& source) {
  switch (source.kind) {
    case IdSource::Kind::none: return "";
    case IdSource::Kind::header: return "header:" + source.name;
    case IdSource::Kind::cookie: return "cookie:" + source.name;
    case IdSource::Kind::query: return "query:" + source.name;
    case IdSource::Kind::claim: return "claim:" + source.name;
    case IdSource::Kind::client: return "client";
  }
  return "";
}

ordered_json groups_json(const std::vector<GroupDefinition>& groups) {
  auto list = ordered_json::array();
  for (const auto& group : groups) {
    ordered_json json;
    json["id"] = group.id;
    if (group.from.kind != IdSource::Kind::none) json["from"] = source_text(group.from);
    if (group.candidates) json["candidates"] = *group.candidates;
    list.push_back(std::move(json));
  }
  return list;
}

ordered_json options_json(const CookieOptions& options) {
  ordered_json json = ordered_json::object();
  const auto put = [&json](const char* key, const auto& value) {
    if (value) json[key] = *value;
  };
  put("httpOnly", options.http_only);
  put("secure", options.secure);
  put("sameSite", options.same_site);
  put("domain", options.domain);
  put("path", options.path);
  put("maxAge", options.max_age);
  put("partitioned", options.partitioned);
  // Options that are all null replace the defaults of signed cookies too.
  if (json.empty()) json["domain"] = nullptr;
  return json;
}

ordered_json cookie_json(const ExtensionDefinition& extension) {
  const auto& cookie = extension.cookie;
  ordered_json json = ordered_json::object();
  if (cookie.name != extension.name) json["name"] = cookie.name;
  if (cookie.format == CookieFormat::flask_pancake) json["format"] = "flask-pancake";
  if (cookie.options.given) json["options"] = options_json(cookie.options);
  return json;
}

ordered_json features_of(const ExtensionDefinition& extension, FeatureKind kind) {
  ordered_json json = ordered_json::object();
  for (const auto& feature : extension.features) {
    if (feature.kind == kind) json[feature.name] = feature_json(feature);
  }
  return json;
}

}  // namespace

ordered_json feature_json(const FeatureDefinition& definition) {
  ordered_json json = ordered_json::object();
  if (definition.fallback) {
    // The text is JSON that we wrote or read ourselves; should it not be, its number is.
    json["default"] = ordered_json::parse(definition.fallback->text, nullptr, false);
    if (json["default"].is_discarded()) json["default"] = definition.fallback->number;
  }
  if (!definition.description.empty()) json["description"] = definition.description;
  if (definition.client) json["client"] = true;
  return json;
}

ordered_json extension_json(const ExtensionDefinition& extension) {
  ordered_json json = ordered_json::object();
  if (!extension.groups.empty()) json["groups"] = groups_json(extension.groups);
  if (extension.visitor.kind != IdSource::Kind::none) {
    json["visitor"]["from"] = source_text(extension.visitor);
  }
  if (auto cookie = cookie_json(extension); !cookie.empty()) json["cookie"] = std::move(cookie);
  for (const auto& [key, kind] :
       {std::pair{"switches", FeatureKind::switch_}, std::pair{"flags", FeatureKind::flag},
        std::pair{"samples", FeatureKind::sample}}) {
    if (auto features = features_of(extension, kind); !features.empty()) {
      json[key] = std::move(features);
    }
  }
  return json;
}

}  // namespace pancake
