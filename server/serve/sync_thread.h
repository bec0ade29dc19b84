#pragma once

#include <boost/asio/io_context.hpp>
#include <memory>
#include <thread>
#include <vector>

#include "serve/last_known_good.h"
#include "serve/published.h"
#include "store/store.h"
#include "sync/store_guard.h"

namespace pancake {

/// What decides which state is served when the store cannot be reached or be believed.
struct Belief {
  LastKnownGood& last_known_good;
  OlderStore older_store = OlderStore::hold;
};

/// Follows a store on a thread of its own and publishes every new state, so that requests
/// never wait for a store. A store that fails is tried again for ever, with one line in the log
/// for each outage; meanwhile the last state stays published.
class SyncThread {
 public:
  /// What was kept on the disk is published when the store does not answer at once. The store, the
  /// extensions and the last known good must outlive the thread.
  SyncThread(Store& store, const std::vector<std::unique_ptr<PublishedExtension>>& extensions,
             const Belief& belief);
  /// Stops following; does not wait for the store.
  ~SyncThread();
  SyncThread(const SyncThread&) = delete;
  SyncThread& operator=(const SyncThread&) = delete;

  /// Where the store's operations run.
  [[nodiscard]] boost::asio::io_context& context() noexcept { return context_; }

 private:
  boost::asio::io_context context_{1};
  std::thread thread_;
};

}  // namespace pancake
