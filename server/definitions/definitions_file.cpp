#include "definitions/definitions_file.h"

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>

#include "definitions/extension_reader.h"

namespace pancake {

namespace {

Definitions read_definitions(const LocatedJson& json, FieldErrors& errors) {
  Definitions definitions;
  const Field file(json, "", errors);
  for (const auto& member : file.members({"$schema", "extensions"})) {
    if (member.key() == "$schema") {
      static_cast<void>(member.text());
      continue;
    }
    for (const auto& extension : member.members({})) {
      definitions.extensions.push_back(read_extension(extension));
    }
    if (definitions.extensions.empty()) member.wrong("names no extension: it needs one at least");
  }
  if (!file.member("extensions")) file.wrong("'extensions' is missing");
  return definitions;
}

}  // namespace

Result<Definitions> parse_definitions(std::string_view text, const std::string& file_name) {
  const auto json = parse_located_json(text, file_name);
  if (!json) return tl::unexpected(json.error());
  FieldErrors errors(file_name);
  auto definitions = read_definitions(*json, errors);
  if (const auto* error = errors.first()) return tl::unexpected(*error);
  return definitions;
}

std::vector<Error> definitions_errors(std::string_view text, const std::string& file_name) {
  const auto json = parse_located_json(text, file_name);
  if (!json) return {json.error()};
  FieldErrors errors(file_name);
  static_cast<void>(read_definitions(*json, errors));
  return errors.all();
}

Result<Definitions> read_definitions_file(const std::string& path) {
  std::error_code unknown;
  if (std::filesystem::is_directory(path, unknown)) {
    return fail(ErrorCode::io, path + ": is a folder, not a definitions file");
  }
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    return fail(ErrorCode::io, path + ": " + std::generic_category().message(errno));
  }
  std::ostringstream text;
  text << file.rdbuf();
  if (file.bad()) return fail(ErrorCode::io, path + ": cannot be read");
  return parse_definitions(text.view(), path);
}

}  // namespace pancake
