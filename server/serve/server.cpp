#include "serve/server.h"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <filesystem>

#include "http/listener.h"
#include "routes/site.h"
#include "routes/table.h"
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
    return fail(ErrorCode::usage, "extension '" + extension.name +
                                      "' has signed cookies (format flask-pancake): give their "
                                      "secret with --secret-file or PANCAKE_SECRET");
  }
  return {};
}

Result<void> check_folders(const ServeOptions& options) {
  for (const auto& folder : {options.static_dir, options.sdk_dir}) {
    std::error_code error;
    if (!folder || std::filesystem::is_directory(*folder, error)) continue;
    return fail(ErrorCode::io, "'" + *folder + "' is not a folder that can be served");
  }
  return {};
}

}  // namespace

class Server::Running {
 public:
  Running(const ServeOptions& options, Store& store, bool loopback_only, const Limits& limits)
      : site_(options, loopback_only),
        // What is in the memory of this process alone ends with it.
        last_known_good_(store.name() == "memory:" ? "" : options.state_dir.value_or(""),
                         store.name()),
        older_store_(options.older_store == "accept" ? OlderStore::accept : OlderStore::hold) {
    site_.write_failures = [this] { return last_known_good_.failures(); };
    for (unsigned index = 0; index < std::max(options.threads, 1U); ++index) {
      site_.worker_metrics.push_back(
          std::make_unique<WorkerMetrics>(route_patterns().size(), site_.extensions.size()));
      WorkerMetrics& metrics = *site_.worker_metrics.back();
      const auto answer = [this, &metrics](const Request& request) {
        return answer_request(site_, metrics, request);
      };
      workers_.push_back(std::make_unique<Worker>(answer, limits, metrics.requests));
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

  void start(Store& store) {
    sync_.emplace(store, site_.extensions, Belief{last_known_good_, older_store_});
    site_.store.emplace(store, sync_->context());
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

  void stop() {
    if (!running_) return;
    running_ = false;
    asio::post(workers_.front()->context(), [this] {
      for (const auto& listener : listeners_) listener->close();
      // After this no further connection is handed to any worker.
      for (const auto& worker : workers_) worker->drain();
    });
    for (const auto& worker : workers_) worker->join();
    sync_.reset();
  }

  [[nodiscard]] const std::vector<std::string>& addresses() const noexcept { return addresses_; }

 private:
  Site site_;
  LastKnownGood last_known_good_;
  OlderStore older_store_;
  std::vector<std::unique_ptr<Worker>> workers_;
  std::vector<std::unique_ptr<Listener>> listeners_;
  std::vector<Listener::Target> targets_;
  std::vector<std::string> addresses_;
  std::optional<SyncThread> sync_;
  bool running_ = false;
};

Result<std::unique_ptr<Server>> Server::start(const ServeOptions& options, Store& store,
                                              const Limits& limits) {
  const auto endpoints = listen_endpoints(options.listen);
  if (!endpoints) return tl::unexpected(endpoints.error());
  if (auto checked = check_secrets(options); !checked) return tl::unexpected(checked.error());
  if (auto checked = check_folders(options); !checked) return tl::unexpected(checked.error());
  const bool loopback_only =
      std::all_of(endpoints->begin(), endpoints->end(),
                  [](const Endpoint& endpoint) { return endpoint.address().is_loopback(); });
  auto running = std::make_unique<Running>(options, store, loopback_only, limits);
  if (auto listening = running->listen(*endpoints); !listening) {
    return tl::unexpected(listening.error());
  }
  running->start(store);
  return std::unique_ptr<Server>(new Server(std::move(running)));
}

Server::Server(std::unique_ptr<Running> running) : running_(std::move(running)) {}

Server::~Server() { running_->stop(); }

const std::vector<std::string>& Server::addresses() const noexcept { return running_->addresses(); }

void Server::stop() { running_->stop(); }

}  // namespace pancake
