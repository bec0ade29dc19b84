#pragma once

#include <ctime>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace pancake {

/// A file as it is served.
struct ServedFile {
  std::string bytes;
  std::string_view type;  ///< Content-Type
  std::string etag;       ///< with its quotes; a hash of the bytes
};

/// The files below one folder. Each is read once and again when its size or time changes.
/// Nothing above the folder, no name that begins with a dot, and no link out of the folder can
/// be reached. Safe to use from many threads.
class FileTree {
 public:
  explicit FileTree(std::string directory);

  /// The file at a decoded path without leading slash. An empty path, or one that ends with a
  /// slash, is that folder's `index.html`. Null if there is no such file.
  [[nodiscard]] std::shared_ptr<const ServedFile> find(std::string_view path) const;

 private:
  struct Cached {
    std::shared_ptr<const ServedFile> file;
    std::uintmax_t size = 0;
    std::timespec modified{};
  };

  std::string directory_;  ///< canonical
  mutable std::mutex mutex_;
  mutable std::map<std::string, Cached, std::less<>> cache_;
};

/// The media type that a file name's ending stands for; application/octet-stream if unknown.
[[nodiscard]] std::string_view media_type(std::string_view file_name);

}  // namespace pancake
