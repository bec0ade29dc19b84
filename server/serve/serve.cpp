#include "serve/serve.h"

#include <spdlog/spdlog.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <csignal>

#include "serve/log_format.h"
#include "serve/open_files.h"
#include "serve/server.h"
#include "serve/service_manager.h"
#include "store/store_check.h"

namespace pancake {
namespace {

namespace asio = boost::asio;
using SystemError = boost::system::error_code;

void start_log_of(const ServeOptions& options) {
  start_log(options.log_format == "json" ? LogFormat::json : LogFormat::text, options.log_level);
}

/// The names of the extensions: "'pancake', 'shop'".
std::string extensions_of(const ServeOptions& options) {
  std::string names;
  for (const ExtensionDefinition& extension : options.definitions.extensions) {
    names += (names.empty() ? "" : ",") + extension.name;
  }
  return names;
}

/// The life of a server after its start: signals, signs of life, and its end. All of it happens
/// on the thread that calls run().
class Life {
 public:
  Life(asio::io_context& events, const ServeOptions& options, const ReadAgain& read_again)
      : events_(events), options_(options), read_again_(read_again) {}

  /// Signals are taken from here on, so that none of them ends the process early.
  void take_signals() {
    end_.async_wait([this](const SystemError& error, int) {
      if (!error) begin_end();
    });
    wait_for_reload();
  }

  /// Comes back when the server is to stop.
  void run(Server& server) {
    server_ = &server;
    // Whatever came during the start is handled from here on.
    manager_.ready("Serving " + extensions_of(options_));
    if (manager_.watchdog()) show_life();
    events_.run();
    manager_.stopping();
  }

 private:
  void begin_end() {
    end_.clear();  // a second signal ends the process at once
    if (server_ != nullptr) server_->announce_end();
    if (options_.drain_delay.count() > 0) {
      manager_.stopping();
      spdlog::info("stopping: /readyz says so; everything is still answered for {} ms",
                   options_.drain_delay.count());
    }
    delay_.expires_after(options_.drain_delay);
    delay_.async_wait([this](const SystemError&) { events_.stop(); });
  }

  void wait_for_reload() {
    reload_.async_wait([this](const SystemError& error, int) {
      if (error) return;
      reload();
      wait_for_reload();
    });
  }

  void reload() {
    manager_.reloading();
    if (auto reloaded = read_and_reload(); !reloaded) {
      spdlog::error("not reloaded, everything stays as it was: {}", reloaded.error().message);
    }
    manager_.ready("Serving " + extensions_of(options_));
  }

  Result<void> read_and_reload() {
    auto reread = read_again_();
    if (!reread) return tl::unexpected(reread.error());
    if (auto reloaded = server_->reload(reread->options); !reloaded) return reloaded;
    options_ = std::move(reread->options);
    start_log_of(options_);
    for (const std::string& name : reread->unchangeable) {
      spdlog::warn("setting '{}' has changed; a running server keeps it, start it anew", name);
    }
    log_with_fields(spdlog::level::info, "reloaded", {{"extensions", extensions_of(options_)}});
    return {};
  }

  /// Tells the service manager twice in its time that every thread is alive.
  void show_life() {
    server_->when_alive([this] { manager_.alive(); });
    life_.expires_after(*manager_.watchdog() / 2);
    life_.async_wait([this](const SystemError& error) {
      if (!error) show_life();
    });
  }

  asio::io_context& events_;
  ServeOptions options_;
  const ReadAgain& read_again_;
  asio::signal_set end_{events_, SIGINT, SIGTERM};
  asio::signal_set reload_{events_, SIGHUP};
  asio::steady_timer delay_{events_};
  asio::steady_timer life_{events_};
  ServiceManager manager_ = ServiceManager::of_environment();
  Server* server_ = nullptr;
};

}  // namespace

Result<void> serve(const ServeOptions& options, const ReadAgain& read_again) {
  start_log_of(options);
  asio::io_context events(1);
  Life life(events, options, read_again);
  life.take_signals();

  raise_open_files_limit();
  auto store = open_store(options.store_url);
  if (!store) return tl::unexpected(store.error());
  if (auto usable = check_store(options.store_url); !usable) return usable;
  auto server = Server::start(options, **store);
  if (!server) return tl::unexpected(server.error());
  log_with_fields(spdlog::level::info, "serving",
                  {{"version", PANCAKE_VERSION},
                   {"store", (*store)->name()},
                   {"extensions", extensions_of(options)},
                   {"threads", static_cast<std::int64_t>((*server)->threads())}});
  const char* const scheme = options.tls_certificate ? "https" : "http";
  for (const std::string& address : (*server)->addresses()) {
    spdlog::info("listening on {}://{}{}", scheme, address, options.url_prefix);
  }
  life.run(**server);
  spdlog::info("stopping: answering what is in flight");
  (*server)->stop();
  return {};
}

}  // namespace pancake
