#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "error.h"
#include "pancake/snapshot.h"
#include "sync/feature_table.h"
#include "views/status.h"

namespace pancake {

/// A snapshot as it is handed out, with the entity tag of each of its forms.
struct TaggedSnapshot {
  Snapshot snapshot;
  std::string bytes_etag;  ///< with its quotes
  std::string json_etag;
};

/// One revision of one extension with everything that requests are answered from: made once by
/// the sync thread, then only read, by any number of threads.
struct Published {
  FeatureTable table;
  TaggedSnapshot public_;
  std::string public_json;
  TaggedSnapshot full;
  StatusForm status;
};

/// Everything that is published of a table.
[[nodiscard]] Result<std::shared_ptr<const Published>> publishable(FeatureTable table);

/// A snapshot of a table, written and opened as a reader would. The entity tags are made of the
/// content without its revision, the scope and the form: servers with equal states give equal
/// tags. `personal` is read for scope personal only.
[[nodiscard]] Result<TaggedSnapshot> tagged_snapshot(const FeatureTable& table, Scope scope,
                                                     const PersonalPart* personal);

/// How well an extension follows its store.
struct SyncHealth {
  bool connected = false;
  /// How long the store has not been heard of; 0 while it is being followed.
  std::chrono::duration<double> age{0};
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
  void publish(std::shared_ptr<const Published> published) noexcept;

  /// Called with each new revision, on the thread that publishes, after current() has it; must be
  /// quick and must not throw. Set before anything is published.
  using OnPublish = std::function<void(const PublishedExtension&, std::uint64_t revision)>;
  void on_publish(OnPublish listener) { listeners_.push_back(std::move(listener)); }

  /// The store was heard of, or cannot be reached (any longer).
  void connected() noexcept;
  void disconnected() noexcept;
  [[nodiscard]] SyncHealth health() const noexcept;

 private:
  using Clock = std::chrono::steady_clock;

  ExtensionDefinition definition_;
  // Not std::atomic<std::shared_ptr>: in libstdc++ 12 its load() lets go with relaxed order,
  // which is a race with the next store() (found by ThreadSanitizer).
  mutable std::mutex mutex_;
  std::shared_ptr<const Published> current_;  ///< guarded by mutex_
  std::vector<OnPublish> listeners_;
  /// Since when the store is away; the lowest value while it is followed.
  std::atomic<Clock::time_point> away_since_{Clock::now()};
};

}  // namespace pancake
