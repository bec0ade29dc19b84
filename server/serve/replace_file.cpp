#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

#include "serve/last_known_good.h"

namespace pancake {
namespace {

/// A file descriptor that is closed at the end.
class OpenFile {
 public:
  OpenFile(const std::string& path, int flags) : number_(::open(path.c_str(), flags, 0600)) {}
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  ~OpenFile() {
    if (number_ >= 0) ::close(number_);
  }
  [[nodiscard]] int number() const noexcept { return number_; }

 private:
  int number_;
};

tl::unexpected<Error> failed(const std::string& path) {
  return fail(ErrorCode::io, "'" + path + "': " + std::generic_category().message(errno));
}

bool write_all(int file, std::string_view content) {
  while (!content.empty()) {
    const ssize_t size = ::write(file, content.data(), content.size());
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) return false;
    content.remove_prefix(static_cast<std::size_t>(size));
  }
  return true;
}

Result<void> write_durably(const std::string& path, std::string_view content) {
  const OpenFile file(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC);
  if (file.number() < 0 || !write_all(file.number(), content) || ::fsync(file.number()) != 0) {
    return failed(path);
  }
  return {};
}

}  // namespace

Result<void> replace_file(const std::string& path, std::string_view content) {
  // Two servers may keep their states in one folder: each writes beside in a file of its own.
  const std::string beside = path + "." + std::to_string(::getpid()) + ".tmp";
  auto written = write_durably(beside, content);
  if (written && ::rename(beside.c_str(), path.c_str()) != 0) written = failed(path);
  if (!written) {
    ::unlink(beside.c_str());
    return written;
  }
  const std::string folder = std::filesystem::path(path).parent_path().string();
  const OpenFile directory(folder.empty() ? "." : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (directory.number() < 0 || ::fsync(directory.number()) != 0) return failed(folder);
  return {};
}

}  // namespace pancake
