#include "cli/whole_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>
#include <vector>

namespace pancake {

namespace {

tl::unexpected<Error> io_failure(const std::string& path, int code) {
  return fail(ErrorCode::io, path + ": " + std::generic_category().message(code));
}

bool write_all(int descriptor, std::span<const std::uint8_t> bytes) {
  while (!bytes.empty()) {
    const auto written = write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  return true;
}

/// Into a pipe or a device, which is not to be replaced.
Result<void> write_through(const std::string& path, std::span<const std::uint8_t> bytes) {
  const int descriptor = open(path.c_str(), O_WRONLY | O_CLOEXEC);
  if (descriptor < 0) return io_failure(path, errno);
  const bool written = write_all(descriptor, bytes);
  const int code = errno;
  if (close(descriptor) != 0 || !written) return io_failure(path, written ? errno : code);
  return {};
}

/// A file that is being written: closed, and removed unless it was renamed.
class TemporaryFile {
 public:
  explicit TemporaryFile(const std::string& beside) : path_(beside + ".XXXXXX") {
    descriptor_ = mkstemp(path_.data());
  }
  ~TemporaryFile() {
    if (descriptor_ < 0) return;
    close(descriptor_);
    if (!in_place_) unlink(path_.c_str());
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;

  [[nodiscard]] bool is_open() const { return descriptor_ >= 0; }

  [[nodiscard]] int descriptor() const { return descriptor_; }

  /// mkstemp makes files that only their owner can read.
  [[nodiscard]] bool open_to_everybody() const {
    const mode_t mask = umask(0);
    umask(mask);
    return fchmod(descriptor_, 0666 & ~mask) == 0;
  }

  [[nodiscard]] bool put_in_place(const std::string& path) {
    if (fsync(descriptor_) != 0 || rename(path_.c_str(), path.c_str()) != 0) return false;
    in_place_ = true;
    return true;
  }

 private:
  std::string path_;
  int descriptor_ = -1;
  bool in_place_ = false;
};

}  // namespace

Result<Bytes> read_whole_file(const std::string& path) {
  struct stat about {};
  if (stat(path.c_str(), &about) != 0) return io_failure(path, errno);
  if (S_ISDIR(about.st_mode)) return io_failure(path, EISDIR);
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  if (!file) return io_failure(path, errno);
  const std::vector<char> text{std::istreambuf_iterator<char>(file), {}};
  if (file.bad()) return io_failure(path, EIO);
  return Bytes::copy_of({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

Result<void> write_whole_file(const std::string& path, std::span<const std::uint8_t> bytes,
                              FilePrivacy privacy) {
  struct stat about {};
  const bool is_there = stat(path.c_str(), &about) == 0;
  if (is_there && !S_ISREG(about.st_mode)) return write_through(path, bytes);
  // Renaming over a link would replace the link.
  std::error_code unresolved;
  const auto canonical = std::filesystem::canonical(path, unresolved);
  const std::string target = unresolved ? path : canonical.string();

  TemporaryFile file(target);
  if (!file.is_open() || !write_all(file.descriptor(), bytes)) return io_failure(path, errno);
  if (privacy == FilePrivacy::everybody && !file.open_to_everybody())
    return io_failure(path, errno);
  if (!file.put_in_place(target)) return io_failure(path, errno);
  return {};
}

}  // namespace pancake
