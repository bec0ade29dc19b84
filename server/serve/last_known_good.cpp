#include "serve/last_known_good.h"

#include <signal.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>

// Inlined where it is used; nothing of it is linked.
#define XXH_INLINE_ALL
#define XXH_NO_XXH3
#include <xxhash.h>

namespace pancake {
namespace {

namespace fs = std::filesystem;

/// How long a failed write waits for a newer state before it is tried again.
constexpr std::chrono::seconds retry_after{5};

/// A state of a million overrides takes seconds to be written, and there may be changes all the
/// time: so the thread rests for so many times as long as it wrote, but for no longer than this.
constexpr int rest_for_work = 20;
constexpr std::chrono::nanoseconds longest_rest = std::chrono::seconds{30};

/// What a server that was killed while it wrote left beside the file.
void remove_leftovers(const fs::path& file) {
  std::error_code ignored;
  const std::string prefix = file.filename().string() + ".";
  for (const auto& entry : fs::directory_iterator(file.parent_path(), ignored)) {
    const std::string name = entry.path().filename().string();
    if (!name.starts_with(prefix) || !name.ends_with(".tmp")) continue;
    pid_t process = 0;
    std::from_chars(name.data() + prefix.size(), name.data() + name.size(), process);
    if (process <= 0 || (::kill(process, 0) != 0 && errno == ESRCH)) {
      fs::remove(entry.path(), ignored);
    }
  }
}

Result<std::optional<std::string>> read_file(const std::string& path) {
  std::error_code error;
  if (!fs::exists(path, error)) return std::nullopt;
  std::ifstream file(path, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(file), {}};
  if (!file.is_open() || file.bad()) return fail(ErrorCode::io, "it cannot be read");
  return bytes;
}

}  // namespace

LastKnownGood::LastKnownGood(std::string folder, std::string store)
    : folder_(std::move(folder)), store_(std::move(store)) {
  if (!folder_.empty()) thread_ = std::thread([this] { write_until_stopped(); });
}

LastKnownGood::~LastKnownGood() {
  if (!thread_.joinable()) return;
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

std::string LastKnownGood::path_of(const std::string& extension) const {
  // A name may hold any letter, a slash too: the hash tells files apart, the rest is for people.
  const std::string key = store_ + '\0' + extension;
  std::string readable;
  for (const char c : extension.substr(0, 40)) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    readable += plain ? c : '_';
  }
  return (fs::path(folder_) /
          fmt::format("{}-{:016x}.state", readable, XXH64(key.data(), key.size(), 0)))
      .string();
}

std::optional<KnownState> LastKnownGood::load(const std::string& extension) {
  if (folder_.empty()) return std::nullopt;
  const std::string path = path_of(extension);
  remove_leftovers(path);
  const auto bytes = read_file(path);
  if (bytes && !*bytes) return std::nullopt;
  auto known = bytes ? parse_known_state(**bytes) : tl::unexpected(bytes.error());
  if (known && known->store == store_ && known->extension == extension) return std::move(*known);
  spdlog::warn("the last known good state in '{}' is not used: {}; it is kept as '{}.damaged'",
               path, known ? "it is of another store or extension" : known.error().message, path);
  std::error_code ignored;
  fs::rename(path, path + ".damaged", ignored);
  return std::nullopt;
}

std::shared_ptr<const KnownState> LastKnownGood::newest(const std::string& extension) const {
  const std::scoped_lock lock(mutex_);
  const auto found = newest_.find(extension);
  return found == newest_.end() ? nullptr : found->second;
}

void LastKnownGood::keep(KnownState known) {
  known.store = store_;
  const std::string extension = known.extension;
  auto waiting = std::make_shared<const KnownState>(std::move(known));
  {
    const std::scoped_lock lock(mutex_);
    newest_[extension] = waiting;
    if (folder_.empty()) return;
    waiting_[extension].swap(waiting);
  }
  wake_.notify_one();
}

void LastKnownGood::write_until_stopped() {
  std::unique_lock lock(mutex_);
  while (true) {
    wake_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    const bool last_attempt = stopping_;
    auto taken = std::move(waiting_);
    waiting_.clear();
    lock.unlock();
    const auto begin = std::chrono::steady_clock::now();
    std::erase_if(taken, [this](const auto& entry) { return write(*entry.second); });
    const std::chrono::nanoseconds spent = std::chrono::steady_clock::now() - begin;
    lock.lock();
    if (last_attempt) return;
    const auto rest = taken.empty() ? std::min(spent * rest_for_work, longest_rest) : retry_after;
    waiting_.merge(taken);  // what is newer stays
    wake_.wait_for(lock, rest, [this] { return stopping_; });
  }
}

bool LastKnownGood::write(const KnownState& known) {
  std::error_code ignored;
  if (!fs::exists(folder_, ignored) && fs::create_directories(folder_, ignored)) {
    fs::permissions(folder_, fs::perms::owner_all, ignored);
  }
  const auto written = replace_file(path_of(known.extension), known_state_bytes(known));
  if (!written) ++failures_;
  if (!written && !failing_) {
    spdlog::warn(
        "the last known good state cannot be kept: {}; the server goes on, but could not "
        "start without its store (--state-dir names another folder)",
        written.error().message);
  }
  if (written && failing_) spdlog::info("the last known good state is kept again");
  failing_ = !written;
  return written.has_value();
}

}  // namespace pancake
