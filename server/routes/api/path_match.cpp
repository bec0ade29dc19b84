#include "routes/api/path_match.h"

#include "http/form.h"

namespace pancake {
namespace {

/// Takes the first segment, behind its slash, off a path.
std::string_view take_segment(std::string_view& path) {
  path.remove_prefix(1);
  const std::string_view segment = path.substr(0, path.find('/'));
  path.remove_prefix(segment.size());
  return segment;
}

bool may_stand_for(std::string_view name, std::string_view text) {
  if (name == "kinds") return text == "switches" || text == "flags" || text == "samples";
  return name == "id" || !text.empty();
}

}  // namespace

std::optional<std::vector<std::pair<std::string_view, std::string>>> match_path(
    std::string_view pattern, std::string_view path) {
  std::vector<std::pair<std::string_view, std::string>> parts;
  while (pattern.starts_with('/') && path.starts_with('/')) {
    std::string_view word = take_segment(pattern);
    auto text = percent_decoded(take_segment(path));
    if (!text) return std::nullopt;
    if (!word.starts_with('{')) {
      if (*text != word) return std::nullopt;
      continue;
    }
    word = word.substr(1, word.size() - 2);
    if (!may_stand_for(word, *text)) return std::nullopt;
    parts.emplace_back(word, std::move(*text));
  }
  if (!pattern.empty() || !path.empty()) return std::nullopt;
  return parts;
}

}  // namespace pancake
