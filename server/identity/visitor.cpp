#include "identity/visitor.h"

#include <openssl/rand.h>

#include <random>

#include "http/form.h"
#include "identity/group_sources.h"
#include "pancake/visitor_cookie.h"

namespace pancake {
namespace {

std::uint32_t random_bits() {
  std::uint32_t bits = 0;
  if (RAND_bytes(reinterpret_cast<unsigned char*>(&bits), sizeof bits) == 1) return bits;
  return std::random_device{}();
}

}  // namespace

std::optional<std::string> given_visitor(const ExtensionDefinition& extension,
                                         const Request& request, Evidence& evidence) {
  if (extension.visitor.kind != IdSource::Kind::client) {
    return id_from(extension.visitor, request, evidence, {});
  }
  const auto encoded = request.field("Pancake-Visitor");
  auto visitor = encoded ? percent_decoded(*encoded) : std::nullopt;
  if (visitor && visitor->size() > max_object_id_bytes) return std::nullopt;
  return visitor;
}

VisitorKey new_visitor() {
  const auto cookie = write_visitor_cookie(random_bits());
  const std::string value(cookie.begin(), cookie.end());
  return {std::string(read_visitor_cookie(value).value_or("")), value};
}

VisitorKey visitor_of(const ExtensionDefinition& extension, const Request& request,
                      Evidence& evidence) {
  if (auto given = given_visitor(extension, request, evidence))
    return {std::move(*given), std::nullopt};
  if (const auto cookie = request.cookie(extension.cookie.name)) {
    if (const auto key = read_visitor_cookie(*cookie)) return {std::string(*key), std::nullopt};
  }
  return new_visitor();
}

}  // namespace pancake
