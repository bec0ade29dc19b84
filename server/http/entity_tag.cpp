#include "http/entity_tag.h"

#include <algorithm>

namespace pancake {
namespace {

std::string_view without_weakness(std::string_view etag) {
  return etag.starts_with("W/") ? etag.substr(2) : etag;
}

/// Whether `*` or a tag is named for which this is true; it is given with its quotes.
template <typename Predicate>
bool names(std::string_view if_none_match, Predicate is_meant) {
  std::string_view rest = if_none_match;
  while (true) {
    rest.remove_prefix(std::min(rest.find_first_not_of(" \t,"), rest.size()));
    if (rest.empty()) return false;
    if (rest == "*") return true;
    rest = without_weakness(rest);
    if (rest.empty() || rest.front() != '"') return false;
    const std::size_t end = rest.find('"', 1);
    if (end == std::string_view::npos) return false;
    if (is_meant(rest.substr(0, end + 1))) return true;
    rest.remove_prefix(end + 1);
  }
}

}  // namespace

bool names_entity_tag(std::string_view if_none_match, std::string_view etag) {
  etag = without_weakness(etag);
  return names(if_none_match, [etag](std::string_view named) { return named == etag; });
}

std::optional<std::string> named_entity_tag_from(std::string_view if_none_match,
                                                 std::string_view beginning) {
  beginning = without_weakness(beginning);
  std::optional<std::string> found;
  names(if_none_match, [&](std::string_view named) {
    if (named.starts_with(beginning)) found = "W/" + std::string(named);
    return found.has_value();
  });
  return found;
}

}  // namespace pancake
