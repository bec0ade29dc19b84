#include "routes/api/precondition.h"

#define XXH_INLINE_ALL
#define XXH_NO_XXH3
#include <xxhash.h>

#include <spdlog/fmt/fmt.h>

#include "http/entity_tag.h"

namespace pancake {
namespace {

/// `*` asks whether there is anything; a list, whether one of its tags is this one.
bool matches(std::string_view condition, const std::string& etag, bool exists) {
  const auto first = condition.find_first_not_of(" \t");
  const bool any = first != std::string_view::npos && condition[first] == '*';
  return any ? exists : names_entity_tag(condition, etag);
}

}  // namespace

std::string entity_tag_of(const nlohmann::ordered_json& json) {
  const auto text = json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
  return fmt::format("\"{:016x}\"", XXH64(text.data(), text.size(), 0));
}

bool has_precondition(const Request& request) {
  return request.field("If-Match") || request.field("If-None-Match");
}

Needed<void> check_precondition(const Request& request, const std::string& etag, bool exists) {
  const auto wanted = request.joined_fields("If-Match", ",");
  const auto unwanted = request.joined_fields("If-None-Match", ",");
  const bool holds = (!wanted || matches(*wanted, etag, exists)) &&
                     (!unwanted || !matches(*unwanted, etag, exists));
  if (holds) return {};
  return tl::unexpected(
      error_response(Status::precondition_failed, "precondition_failed",
                     "something else is stored by now: read it again, and decide again"));
}

}  // namespace pancake
