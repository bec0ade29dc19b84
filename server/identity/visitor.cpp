#include "identity/visitor.h"

#include <random>

#include "http/form.h"
#include "identity/group_sources.h"
#include "pancake/visitor_cookie.h"

namespace pancake {
namespace {

/// A visitor key is no secret, and drawing it from a cryptographic generator takes a tenth of an
/// answer to a new visitor.
std::uint32_t random_bits() {
  thread_local std::mt19937 generator{std::random_device{}()};
  return static_cast<std::uint32_t>(generator());
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
