#include "cli/token_file.h"

#include <sys/stat.h>

#include "cli/whole_file.h"

namespace pancake {

namespace {

Result<std::vector<std::string>> read_lines(const std::string& path) {
  const auto bytes = read_whole_file(path);
  if (!bytes) return tl::unexpected(bytes.error());
  std::vector<std::string> lines;
  std::string line;
  for (const std::uint8_t byte : bytes->span()) {
    if (byte == '\n') {
      lines.push_back(std::exchange(line, {}));
    } else {
      line += static_cast<char>(byte);
    }
  }
  lines.push_back(std::move(line));
  for (auto& each : lines) {
    if (each.ends_with('\r')) each.pop_back();
  }
  return lines;
}

std::string without_blanks(const std::string& line) {
  const auto first = line.find_first_not_of(" \t");
  if (first == std::string::npos) return "";
  return line.substr(first, line.find_last_not_of(" \t") - first + 1);
}

}  // namespace

Result<std::vector<std::string>> read_token_file(const std::string& path) {
  auto lines = read_lines(path);
  if (!lines) return lines;
  std::vector<std::string> tokens;
  for (const auto& line : *lines) {
    auto token = without_blanks(line);
    if (!token.empty() && token[0] != '#') tokens.push_back(std::move(token));
  }
  if (tokens.empty()) return fail(ErrorCode::io, path + ": no token in it");
  return tokens;
}

std::optional<std::string> doubt_of_secret_file(const std::string& path) {
  struct stat about {};
  if (stat(path.c_str(), &about) != 0 || !S_ISREG(about.st_mode)) return std::nullopt;
  if ((about.st_mode & (S_IROTH | S_IWOTH)) == 0) return std::nullopt;
  return "'" + path + "' can be read or written by every user of this machine: chmod o-rw it";
}

Result<std::vector<std::string>> read_secret_file(const std::string& path) {
  auto lines = read_lines(path);
  if (!lines) return lines;
  std::erase_if(*lines, [](const std::string& line) { return line.empty(); });
  if (lines->empty()) return fail(ErrorCode::io, path + ": no secret in it");
  return lines;
}

}  // namespace pancake
