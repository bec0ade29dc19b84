#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "error.h"
#include "serve/compression.h"
#include "serve/earlier_revisions.h"
#include "serve/made_once.h"
#include "sync/feature_table.h"
#include "views/status.h"

namespace pancake {

/// One revision of one extension with everything that requests are answered from: made once by
/// the sync thread, then only read, by any number of threads.
struct Published {
  FeatureTable table;
  ServedSnapshots snapshots;
  std::string public_json;
  StatusForm status;
  EarlierRevisions earlier;
  /// The snapshots compressed; filled in later, by Compression.
  std::shared_ptr<EncodedSlot> encoded = std::make_shared<EncodedSlot>();
  /// Of a layer: its file in one piece, and the JSON of the full snapshot, for those who take them
  /// uncompressed.
  std::shared_ptr<MadeOnce<Bytes>> full_file = std::make_shared<MadeOnce<Bytes>>();
  std::shared_ptr<MadeOnce<std::string>> full_json = std::make_shared<MadeOnce<std::string>>();
};

/// Everything that is published of a table. `before` is what was served until now, null if nothing
/// was. Its snapshots are kept, not itself.
[[nodiscard]] Result<std::shared_ptr<const Published>> publishable(FeatureTable table,
                                                                   const Published* before);

/// Where the served state was read.
enum class StateSource : std::uint8_t {
  none,   ///< nothing is served yet
  store,  ///< from the store, by this process
  disk,   ///< kept by a server before this one; the store was not reached, or is not believed
};

/// How well an extension follows its store.
struct SyncHealth {
  bool connected = false;
  /// How long what is served has not been known to be what the store says: 0 while the store is
  /// followed and believed. Of a state from the disk: since it was read from the store.
  std::chrono::duration<double> age{0};
  /// Why the store's state is not believed; empty while it is.
  std::string held;
  StateSource source = StateSource::none;
  /// When the served state was read from the store.
  std::optional<std::chrono::system_clock::time_point> read_at;
};

/// Where the sync thread puts what requests read. Any thread may call anything.
class PublishedExtension {
 public:
  explicit PublishedExtension(ExtensionDefinition definition)
      : definition_(std::move(definition)) {}

  [[nodiscard]] const ExtensionDefinition& definition() const noexcept { return definition_; }

  /// The newest revision; null before the first.
  [[nodiscard]] std::shared_ptr<const Published> current() const noexcept {
    const std::scoped_lock lock(mutex_);
    return current_;
  }
  /// Serves what the store gave just now.
  void publish(std::shared_ptr<const Published> published) noexcept;
  /// Serves what was kept on the disk, which a store gave at this time.
  void publish_kept(std::shared_ptr<const Published> published,
                    std::chrono::system_clock::time_point read_at) noexcept;
  /// From here on current() stays as it is, until thaw() publishes the newest that came meanwhile.
  void freeze() noexcept;
  void thaw() noexcept;
  /// Waits until current() has this revision or a newer one; false: it was not so in time.
  [[nodiscard]] bool wait_for(std::uint64_t revision,
                              std::chrono::steady_clock::time_point deadline) const;

  /// Called with each new revision, on the thread that publishes, after current() has it; must be
  /// quick and must not throw. Set before anything is published.
  using OnPublish = std::function<void(const PublishedExtension&, std::uint64_t revision)>;
  void on_publish(OnPublish listener) { listeners_.push_back(std::move(listener)); }

  /// The store was heard of, and what is served is what it says.
  void connected() noexcept;
  /// The store cannot be reached (any longer).
  void disconnected() noexcept;
  /// The store was heard of, but what it says is not believed.
  void hold(std::string why) noexcept;
  [[nodiscard]] SyncHealth health() const;

 private:
  using Clock = std::chrono::steady_clock;

  void replace(std::shared_ptr<const Published> published, StateSource source,
               std::chrono::system_clock::time_point read_at) noexcept;

  ExtensionDefinition definition_;
  // Not std::atomic<std::shared_ptr>: in libstdc++ 12 its load() lets go with relaxed order,
  // which is a race with the next store() (found by ThreadSanitizer).
  mutable std::mutex mutex_;
  std::vector<OnPublish> listeners_;
  // All below is guarded by mutex_.
  std::shared_ptr<const Published> current_;
  bool frozen_ = false;
  std::shared_ptr<const Published> withheld_;  ///< the newest that came while frozen
  mutable std::condition_variable changed_;    ///< of current_
  SyncHealth health_;                          ///< all but the age
  /// Since when what is served may not be what the store says; no value while it is.
  std::optional<Clock::time_point> unsure_since_ = Clock::now();
};

}  // namespace pancake
