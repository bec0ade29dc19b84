#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "error.h"
#include "serve/known_state.h"

namespace pancake {

/// Keeps the newest state of each extension in a folder, so that a server that starts without
/// its store has something to serve. One file for each store and extension, always whole: it is
/// written beside, flushed to the disk and renamed, on a thread of its own, the newest state
/// only, and with rests that grow with what there is to write. A disk that is full or read-only
/// costs a line in the log and the guarantee, nothing else.
class LastKnownGood {
 public:
  /// An empty `folder` turns it off. `store` is Store::name().
  LastKnownGood(std::string folder, std::string store);
  /// Tries once more to write what is not written yet.
  ~LastKnownGood();
  LastKnownGood(const LastKnownGood&) = delete;
  LastKnownGood& operator=(const LastKnownGood&) = delete;

  /// What was kept; no value if nothing was. A damaged file is named in the log and kept aside
  /// as `….damaged`.
  [[nodiscard]] std::optional<KnownState> load(const std::string& extension);

  /// The newest that this process kept, written or not; null before the first. Any thread.
  [[nodiscard]] std::shared_ptr<const KnownState> newest(const std::string& extension) const;

  /// Has a state written; does not wait for it. `known.store` is filled in. Any thread.
  void keep(KnownState known);

  /// How many attempts to write failed so far. Any thread.
  [[nodiscard]] std::uint64_t failures() const noexcept { return failures_; }

  /// Where the state of an extension is kept.
  [[nodiscard]] std::string path_of(const std::string& extension) const;

 private:
  void write_until_stopped();
  [[nodiscard]] bool write(const KnownState& known);

  std::string folder_;
  std::string store_;
  std::atomic<std::uint64_t> failures_ = 0;
  bool failing_ = false;  ///< only the writing thread's
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::map<std::string, std::shared_ptr<const KnownState>> waiting_;  ///< by extension; mutex_
  std::map<std::string, std::shared_ptr<const KnownState>> newest_;   ///< mutex_
  bool stopping_ = false;                                             ///< mutex_
  std::thread thread_;
};

/// Replaces the file's content as a whole: at every moment, also after a loss of power, the path
/// names the old content or the new. Fails with `io` and leaves the old content.
[[nodiscard]] Result<void> replace_file(const std::string& path, std::string_view content);

}  // namespace pancake
