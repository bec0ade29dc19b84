#include "routes/file_tree.h"

#include <spdlog/fmt/fmt.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>

// Inlined where it is used; nothing of it is linked.
#define XXH_INLINE_ALL
#define XXH_NO_XXH3
#include <xxhash.h>

namespace pancake {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t max_file_bytes = 67'108'864;  // 64 MiB

/// Whether each part of the path is a plain name.
bool is_plain(std::string_view path) {
  if (path.find('\0') != std::string_view::npos || path.find('\\') != std::string_view::npos) {
    return false;
  }
  while (true) {
    const std::size_t slash = path.find('/');
    const std::string_view part = path.substr(0, slash);
    if (part.empty() || part.front() == '.') return false;
    if (slash == std::string_view::npos) return true;
    path.remove_prefix(slash + 1);
  }
}

/// The file's real place, if that is below `directory`.
std::optional<std::string> resolved(const std::string& directory, const std::string& path) {
  std::error_code error;
  const std::string real = fs::canonical(directory + "/" + path, error).string();
  if (error || !real.starts_with(directory + "/")) return std::nullopt;
  return real;
}

std::optional<std::string> content_of(const std::string& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(stream), {});
}

}  // namespace

FileTree::FileTree(std::string directory) {
  std::error_code error;
  const fs::path real = fs::canonical(directory, error);
  directory_ = error ? std::move(directory) : real.string();
}

std::shared_ptr<const ServedFile> FileTree::find(std::string_view path) const {
  std::string wanted(path);
  if (wanted.empty() || wanted.back() == '/') wanted += "index.html";
  if (!is_plain(wanted)) return nullptr;
  const auto file = resolved(directory_, wanted);
  struct stat status {};
  if (!file || ::stat(file->c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return nullptr;
  const auto size = static_cast<std::uintmax_t>(status.st_size);
  if (size > max_file_bytes) return nullptr;

  const std::lock_guard lock(mutex_);
  Cached& cached = cache_[*file];
  const bool fresh = cached.file && cached.size == size &&
                     cached.modified.tv_sec == status.st_mtim.tv_sec &&
                     cached.modified.tv_nsec == status.st_mtim.tv_nsec;
  if (!fresh) {
    auto bytes = content_of(*file);
    if (!bytes) return nullptr;
    std::string etag = fmt::format("\"{:016x}\"", XXH64(bytes->data(), bytes->size(), 0));
    cached.file = std::make_shared<const ServedFile>(
        ServedFile{std::move(*bytes), media_type(wanted), std::move(etag)});
    cached.size = size;
    cached.modified = status.st_mtim;
  }
  return cached.file;
}

}  // namespace pancake
