#pragma once

#include <atomic>
#include <boost/asio/thread_pool.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "identity/flask_cookie.h"
#include "identity/identity_rules.h"
#include "identity/sessions.h"
#include "identity/sign_in_attempts.h"
#include "metrics/worker_metrics.h"
#include "routes/cross_origin.h"
#include "routes/file_tree.h"
#include "routes/ofrep/rate_limit.h"
#include "routes/store_link.h"
#include "serve/published.h"
#include "serve/revision_waits.h"
#include "serve/serve.h"

namespace pancake {

/// Everything that requests are answered from. Made once at start; only the published states
/// change, and those by themselves.
struct Site {
  /// `loopback_only`: no address that is listened at can be reached from another machine.
  Site(const ServeOptions& options, bool loopback_only, IdentityRules identity);

  /// In the order of the definitions file.
  std::vector<std::unique_ptr<PublishedExtension>> extensions;
  /// One an extension.
  std::vector<std::unique_ptr<RevisionWaits>> revision_waits;
  std::optional<FlaskCookie> signer;              ///< no value: no secret
  std::shared_ptr<const IdentityRules> identity;  ///< never null
  /// Who is signed in to the page, and who tried.
  std::shared_ptr<Sessions> sessions = std::make_shared<Sessions>();
  std::shared_ptr<SignInAttempts> sign_in_attempts = std::make_shared<SignInAttempts>();
  bool loopback_only;
  bool admin;  ///< whether /api, /session and /overview are there
  std::string url_prefix;
  /// Of evaluations by those who show no server key; null: none.
  std::unique_ptr<ofrep::RateLimit> evaluation_limit;
  CrossOrigin cross_origin;
  std::optional<FileTree> sdk_files;
  std::optional<FileTree> static_files;
  /// The store, for routes that write or read the log; no value in tests without one.
  std::optional<StoreLink> store;
  bool metrics_public = false;
  /// What each answering thread counts; made before the threads.
  std::vector<std::unique_ptr<WorkerMetrics>> worker_metrics;
  /// How often the last known good state could not be kept; may be empty.
  std::function<std::uint64_t()> write_failures;
  /// Makes what takes long, such as the JSON of a million overrides, so that no answering thread
  /// does.
  std::unique_ptr<boost::asio::thread_pool> slow = std::make_unique<boost::asio::thread_pool>(1);
  /// Whether the server is about to end; may be null.
  std::shared_ptr<const std::atomic<bool>> ending;

  /// The place of an extension, by its exact name; no value if there is none.
  [[nodiscard]] std::optional<std::size_t> find(std::string_view extension) const;
};

/// Where the browser package lies: the given folder, else `../../js/dist` or
/// `../share/pancake/sdk` seen from the program; no value if neither is there.
[[nodiscard]] std::optional<std::string> sdk_directory(const std::optional<std::string>& given);

}  // namespace pancake
