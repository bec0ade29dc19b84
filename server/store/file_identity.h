#pragma once

#include <sys/stat.h>

#include <string>

namespace pancake {

/// Which file a path names just now; all zero if none.
struct FileIdentity {
  dev_t device = 0;
  ino_t inode = 0;
  bool operator==(const FileIdentity&) const = default;
};

[[nodiscard]] inline FileIdentity identity_of(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return {};
  return {status.st_dev, status.st_ino};
}

}  // namespace pancake
