#include "definitions/definitions.h"

#include <algorithm>

#include "python/utf8.h"

namespace pancake {

namespace {

constexpr bool is_control(char32_t point) {
  return point < 0x20 || (point >= 0x7F && point <= 0x9F);
}

tl::unexpected<Error> bad_name(std::string_view what, const std::string& rule) {
  return fail(ErrorCode::bad_name, std::string(what) + " name " + rule);
}

}  // namespace

std::optional<std::size_t> ExtensionDefinition::group_index(std::string_view id) const {
  const auto found = std::ranges::find(groups, id, &GroupDefinition::id);
  if (found == groups.end()) return std::nullopt;
  return static_cast<std::size_t>(found - groups.begin());
}

const ExtensionDefinition* Definitions::find(std::string_view extension) const {
  const auto found = std::ranges::find(extensions, extension, &ExtensionDefinition::name);
  return found == extensions.end() ? nullptr : &*found;
}

ExtensionDefinition empty_extension(std::string name) {
  ExtensionDefinition extension;
  extension.cookie.name = name;
  extension.name = std::move(name);
  return extension;
}

Result<void> check_name(std::string_view what, std::string_view name) {
  if (name.empty()) return bad_name(what, "is empty: it needs 1 to 128 bytes");
  if (name.size() > max_name_bytes) {
    return bad_name(what, "is " + std::to_string(name.size()) + " bytes long: at most " +
                              std::to_string(max_name_bytes) + " are allowed");
  }
  for (std::size_t position = 0; position < name.size();) {
    const auto point = next_code_point(name, position);
    if (!point) {
      return bad_name(what, "is not UTF-8 (byte " + std::to_string(position + 1) + ")");
    }
    if (is_control(*point)) {
      return bad_name(what,
                      "has a control character (before byte " + std::to_string(position + 1) + ")");
    }
  }
  return {};
}

}  // namespace pancake
