#include "definitions/definitions_file.h"

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>

#include "definitions/extension_reader.h"

namespace pancake {

Result<Definitions> parse_definitions(std::string_view text, const std::string& file_name) {
  const auto json = parse_located_json(text, file_name);
  if (!json) return tl::unexpected(json.error());

  FirstError error(file_name);
  Definitions definitions;
  const Field file(*json, "", error);
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
  if (error.error()) return tl::unexpected(*error.error());
  return definitions;
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
