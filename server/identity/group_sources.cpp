#include "identity/group_sources.h"

#include "http/form.h"
#include "pancake/feature.h"

namespace pancake {
namespace {

std::optional<std::string> given_id(const IdSource& source, const Request& request,
                                    Evidence& evidence, std::string_view client_name) {
  switch (source.kind) {
    case IdSource::Kind::header: {
      if (!evidence.trusted_peer()) return std::nullopt;
      const auto value = request.field(source.name);
      return value ? std::optional(std::string(*value)) : std::nullopt;
    }
    case IdSource::Kind::cookie: return request.cookie(source.name);
    case IdSource::Kind::query: return request.query_parameter(source.name);
    case IdSource::Kind::client: {
      const auto ids = request.field("Pancake-Ids");
      return ids ? find_form_value(*ids, client_name) : std::nullopt;
    }
    case IdSource::Kind::claim: {
      const Claims* claims = evidence.claims();
      return claims != nullptr ? claims->text(source.name) : std::nullopt;
    }
    case IdSource::Kind::none: return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> id_from(const IdSource& source, const Request& request,
                                   Evidence& evidence, std::string_view client_name) {
  auto id = given_id(source, request, evidence, client_name);
  if (id && id->size() > max_object_id_bytes) return std::nullopt;
  return id;
}

std::vector<std::optional<std::string>> object_ids(const ExtensionDefinition& extension,
                                                   const Request& request, Evidence& evidence) {
  std::vector<std::optional<std::string>> ids;
  ids.reserve(extension.groups.size());
  for (const GroupDefinition& group : extension.groups) {
    ids.push_back(id_from(group.from, request, evidence, group.id));
  }
  return ids;
}

}  // namespace pancake
