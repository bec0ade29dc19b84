#include "serve/server.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <filesystem>
#include <future>
#include <mutex>
#include <thread>
#include <utility>

#include "http/event_hub.h"
#include "http/listener.h"
#include "http/tls_context.h"
#include "routes/site.h"
#include "routes/table.h"
#include "serve/access_log.h"
#include "serve/compression.h"
#include "serve/identity_options.h"
#include "serve/sync_thread.h"
#include "serve/worker.h"

namespace pancake {
namespace {

namespace asio = boost::asio;
using Endpoint = asio::ip::tcp::endpoint;

Result<std::vector<Endpoint>> listen_endpoints(const std::vector<std::string>& addresses) {
  std::vector<Endpoint> endpoints;
  for (const std::string& address : addresses) {
    auto endpoint = parse_listen_address(address);
    if (!endpoint) return tl::unexpected(endpoint.error());
    endpoints.push_back(*endpoint);
  }
  return endpoints;
}

Result<void> check_secrets(const ServeOptions& options) {
  if (!options.secrets.empty()) return {};
  for (const ExtensionDefinition& extension : options.definitions.extensions) {
    if (extension.cookie.format != CookieFormat::flask_pancake) continue;
    return fail(ErrorCode::bad_definitions,
                "extension '" + extension.name +
                    "' has signed cookies (format flask-pancake): give their "
                    "secret with --secret-file or PANCAKE_SECRET");
  }
  return {};
}

/// Null if there is to be no TLS.
Result<std::unique_ptr<TlsContext>> tls_context(const ServeOptions& options) {
  if (!options.tls_certificate && !options.tls_key && !options.tls_client_ca) return nullptr;
  if (!options.tls_certificate || !options.tls_key) {
    const char* given = options.tls_certificate ? "--tls-cert"
                        : options.tls_key       ? "--tls-key"
                                                : "--tls-client-ca";
    return fail(ErrorCode::bad_value,
                std::string(given) + ": TLS needs both --tls-cert and --tls-key");
  }
  return TlsContext::load({*options.tls_certificate, *options.tls_key, options.tls_client_ca});
}

Result<void> check_folders(const ServeOptions& options) {
  for (const auto& folder : {options.static_dir, options.sdk_dir}) {
    std::error_code error;
    if (!folder || std::filesystem::is_directory(*folder, error)) continue;
    return fail(ErrorCode::io, "'" + *folder + "' is not a folder that can be served");
  }
  return {};
}

/// All that start() and reload() refuse.
Result<void> check_options(const ServeOptions& options) {
  if (auto checked = check_secrets(options); !checked) return checked;
  return check_folders(options);
}

/// Whom to believe, after a look at whether that is safe; what is only doubtful is logged.
Result<IdentityRules> checked_identity(const ServeOptions& options, bool loopback_only) {
  auto identity = identity_rules(options, loopback_only);
  if (!identity) return identity;
  if (auto safe = check_exposure(options, loopback_only, identity->tokens); !safe) {
    return tl::unexpected(safe.error());
  }
  for (const std::string& line : options.doubts) spdlog::warn("{}", line);
  for (const std::string& line : identity_warnings(options, loopback_only, identity->tokens)) {
    spdlog::warn("{}", line);
  }
  return identity;
}

/// How long a reload waits for the store to say again what is served already.
constexpr std::chrono::seconds longest_catch_up{5};

}  // namespace

/// What requests are answered from between two reloads. A request keeps its generation alive.
struct Server::Generation {
  Generation(const ServeOptions& options, bool loopback_only, IdentityRules identity)
      : site(options, loopback_only, std::move(identity)) {
    if (options.access_log) access_log.emplace(options.access_log_address);
    if (options.older_store == "accept") older_store = OlderStore::accept;
  }

  /// Whether everything that `before` had published is here too, or newer: waits for that.
  [[nodiscard]] bool catches_up_with(const Generation& before) const {
    const auto deadline = std::chrono::steady_clock::now() + longest_catch_up;
    for (const auto& extension : before.site.extensions) {
      const auto published = extension->current();
      const auto place = site.find(extension->definition().name);
      if (!published || !place) continue;
      if (!site.extensions[*place]->wait_for(published->table.revision, deadline)) return false;
    }
    return true;
  }

  Site site;
  Compression compression{site.extensions};
  /// Whether clients are told of what it publishes: once requests are answered from it.
  std::atomic<bool> announced{false};
  std::optional<AccessLog> access_log;
  OlderStore older_store = OlderStore::hold;
  std::optional<SyncThread> sync;
};

class Server::Running {
 public:
  Running(const ServeOptions& options, Store& store, bool loopback_only, IdentityRules identity,
          std::unique_ptr<TlsContext> tls, const Limits& limits)
      : store_(store),
        loopback_only_(loopback_only),
        tls_(std::move(tls)),
        // What is in the memory of this process alone ends with it.
        last_known_good_(store.name() == "memory:" ? "" : options.state_dir.value_or(""),
                         store.name()) {
    const unsigned asked =
        options.threads != 0 ? options.threads : std::thread::hardware_concurrency();
    for (unsigned index = 0; index < std::max(asked, 1U); ++index) {
      request_metrics_.push_back(std::make_shared<RequestMetrics>(route_patterns().size()));
    }
    generation_ = make_generation(options, std::move(identity));
    for (std::size_t index = 0; index < request_metrics_.size(); ++index) {
      seen_.push_back(std::make_unique<Seen>());
      const auto answer = [this, index](const Request& request) { return reply(index, request); };
      workers_.push_back(
          std::make_unique<Worker>(answer, events_, tls_.get(), limits, *request_metrics_[index]));
    }
  }

  Result<void> listen(const std::vector<Endpoint>& endpoints) {
    for (const Endpoint& endpoint : endpoints) {
      auto listener = Listener::open(workers_.front()->context(), endpoint);
      if (!listener) return tl::unexpected(listener.error());
      addresses_.push_back(endpoint_text(listener->endpoint()));
      listeners_.push_back(std::make_unique<Listener>(std::move(*listener)));
    }
    return {};
  }

  void start() {
    announce(*generation_);
    follow(*generation_);
    for (const auto& worker : workers_) {
      targets_.push_back({&worker->context(),
                          [&worker = *worker](Socket socket) { worker.serve(std::move(socket)); }});
    }
    for (const auto& listener : listeners_) {
      asio::co_spawn(workers_.front()->context().get_executor(), listener->accept(targets_),
                     asio::detached);
    }
    for (const auto& worker : workers_) worker->start();
    running_ = true;
  }

  /// Two generations follow the store for a moment. The old one is stopped from publishing
  /// first, so that whoever saw its newest revision never sees an older one of the new.
  Result<void> reload(const ServeOptions& options) {
    auto tls = tls_context(options);
    if (!tls) return tl::unexpected(tls.error());
    if ((tls_ != nullptr) != (*tls != nullptr)) {
      return fail(ErrorCode::bad_value,
                  "a running server does not begin or end to speak TLS: start it anew");
    }
    auto identity = checked_identity(options, loopback_only_);
    if (!identity) return tl::unexpected(identity.error());
    auto next = make_generation(options, *std::move(identity));
    next->site.sessions = generation_->site.sessions;
    next->site.sign_in_attempts = generation_->site.sign_in_attempts;
    for (const auto& extension : generation_->site.extensions) extension->freeze();
    follow(*next);
    if (!next->catches_up_with(*generation_)) {
      for (const auto& extension : generation_->site.extensions) extension->thaw();
      return fail(ErrorCode::store_unreachable,
                  store_.name() + ": gave nothing as new as what is served");
    }
    {
      const std::scoped_lock lock(generation_mutex_);
      generation_.swap(next);
      generation_number_.fetch_add(1, std::memory_order_release);
    }
    next.reset();
    // A thread that nobody asks for anything must not keep the old one alive.
    for (std::size_t index = 0; index < workers_.size(); ++index) {
      asio::post(workers_[index]->context(), [this, index] { (void)present(*seen_[index]); });
    }
    announce(*generation_);
    if (tls_ && *tls) tls_->take(**tls);
    const std::scoped_lock lock(ending_mutex_);
    std::erase_if(ending_generations_, [](const std::future<void>& end) {
      return end.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
    });
    return {};
  }

  void announce_end() noexcept { ending_->store(true); }

  void when_alive(std::size_t worker, std::function<void()> callback) {
    asio::post(workers_[worker]->context(),
               [this, worker, callback = std::move(callback)]() mutable {
                 if (worker + 1 == workers_.size()) return callback();
                 when_alive(worker + 1, std::move(callback));
               });
  }

  void stop() {
    if (!running_) return;
    running_ = false;
    asio::post(workers_.front()->context(), [this] {
      for (const auto& listener : listeners_) listener->close();
      // After this no further connection is handed to any worker.
      for (const auto& worker : workers_) worker->drain();
    });
    for (const auto& worker : workers_) worker->join();
    seen_.clear();
    generation_.reset();
    const std::scoped_lock lock(ending_mutex_);
    ending_generations_.clear();
  }

  [[nodiscard]] const std::vector<std::string>& addresses() const noexcept { return addresses_; }
  [[nodiscard]] std::size_t threads() const noexcept { return workers_.size(); }

 private:
  std::shared_ptr<Generation> make_generation(const ServeOptions& options, IdentityRules identity) {
    std::shared_ptr<Generation> generation(
        new Generation(options, loopback_only_, std::move(identity)),
        [this](Generation* old) { end(old); });
    Site& site = generation->site;
    site.ending = ending_;
    site.write_failures = [this] { return last_known_good_.failures(); };
    for (const auto& metrics : request_metrics_) {
      site.worker_metrics.push_back(
          std::make_unique<WorkerMetrics>(metrics, site.extensions.size()));
    }
    for (const auto& extension : site.extensions) {
      extension->on_publish([this, made = generation.get()](const PublishedExtension& published,
                                                            std::uint64_t revision) {
        if (made->announced) events_.publish(published.definition().name, revision);
      });
    }
    return generation;
  }

  /// From here on clients are told of what this generation publishes, and has published.
  void announce(Generation& generation) {
    generation.announced = true;
    for (const auto& extension : generation.site.extensions) {
      const auto published = extension->current();
      if (published) events_.publish(extension->definition().name, published->table.revision);
    }
  }

  void follow(Generation& generation) {
    generation.sync.emplace(store_, generation.site.extensions,
                            Belief{last_known_good_, generation.older_store});
    generation.site.store.emplace(store_, generation.sync->context());
  }

  /// The newest generation, as a thread that answers sees it: its own copy, and one look at a
  /// number to know that it is still the newest. All threads change over at the same moment.
  struct Seen {
    std::shared_ptr<Generation> generation;
    std::uint64_t number = 0;
  };

  const std::shared_ptr<Generation>& present(Seen& seen) {
    if (seen.number != generation_number_.load(std::memory_order_acquire)) {
      std::unique_lock lock(generation_mutex_);
      auto old = std::exchange(seen.generation, generation_);
      seen.number = generation_number_.load(std::memory_order_relaxed);
      lock.unlock();  // before the old one goes
    }
    return seen.generation;
  }

  /// On the worker's thread.
  Reply reply(std::size_t worker, const Request& request) {
    const std::shared_ptr<Generation>& generation = present(*seen_[worker]);
    const bool logged = generation->access_log.has_value();
    const auto begun = logged ? Clock::now() : Clock::time_point();
    const Site& site = generation->site;
    Reply answer = answer_request(site, *site.worker_metrics[worker], request);
    if (auto* deferred = std::get_if<DeferredResponse>(&answer)) {
      // It may end after the next reload.
      *deferred = [generation, later = std::move(*deferred)] { return later(); };
    }
    if (!logged) return answer;
    return generation->access_log->logged(std::move(answer), request, route_of(site, request),
                                          begun);
  }

  /// The last to let go of a generation may be a thread that answers, which has no time to wait
  /// until its following ends.
  void end(Generation* old) {
    const std::scoped_lock lock(ending_mutex_);
    ending_generations_.push_back(std::async(std::launch::async, [old] { delete old; }));
  }

  Store& store_;
  bool loopback_only_;
  EventHub events_;
  std::unique_ptr<TlsContext> tls_;  ///< null: no TLS
  std::shared_ptr<std::atomic<bool>> ending_ = std::make_shared<std::atomic<bool>>(false);
  LastKnownGood last_known_good_;
  std::mutex ending_mutex_;
  std::vector<std::future<void>> ending_generations_;             ///< guarded by ending_mutex_
  std::vector<std::shared_ptr<RequestMetrics>> request_metrics_;  ///< by worker
  std::mutex generation_mutex_;
  std::shared_ptr<Generation> generation_;            ///< guarded by generation_mutex_
  std::atomic<std::uint64_t> generation_number_ = 1;  ///< raised with each generation
  std::vector<std::unique_ptr<Seen>> seen_;           ///< each belongs to the worker of its place
  std::vector<std::unique_ptr<Worker>> workers_;
  std::vector<std::unique_ptr<Listener>> listeners_;
  std::vector<Listener::Target> targets_;
  std::vector<std::string> addresses_;
  bool running_ = false;
};

Result<std::unique_ptr<Server>> Server::start(const ServeOptions& options, Store& store,
                                              const Limits& limits) {
  const auto endpoints = listen_endpoints(options.listen);
  if (!endpoints) return tl::unexpected(endpoints.error());
  if (auto checked = check_options(options); !checked) return tl::unexpected(checked.error());
  const bool loopback_only =
      std::all_of(endpoints->begin(), endpoints->end(),
                  [](const Endpoint& endpoint) { return endpoint.address().is_loopback(); });
  auto tls = tls_context(options);
  if (!tls) return tl::unexpected(tls.error());
  auto identity = checked_identity(options, loopback_only);
  if (!identity) return tl::unexpected(identity.error());
  auto running = std::make_unique<Running>(options, store, loopback_only, *std::move(identity),
                                           *std::move(tls), limits);
  if (auto listening = running->listen(*endpoints); !listening) {
    return tl::unexpected(listening.error());
  }
  running->start();
  return std::unique_ptr<Server>(new Server(std::move(running)));
}

Server::Server(std::unique_ptr<Running> running) : running_(std::move(running)) {}

Server::~Server() { running_->stop(); }

const std::vector<std::string>& Server::addresses() const noexcept { return running_->addresses(); }

std::size_t Server::threads() const noexcept { return running_->threads(); }

Result<void> Server::reload(const ServeOptions& options) {
  if (auto checked = check_options(options); !checked) return checked;
  return running_->reload(options);
}

void Server::announce_end() noexcept { running_->announce_end(); }

void Server::when_alive(std::function<void()> callback) {
  running_->when_alive(0, std::move(callback));
}

void Server::stop() { running_->stop(); }

}  // namespace pancake
