#include "serve/serve.h"

#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

#include "serve/server.h"

namespace pancake {
namespace {

/// What `serve` has to say goes to stderr, each line at once.
void log_to_stderr() {
  constexpr const char* name = "pancake";
  auto logger = spdlog::get(name);
  if (!logger) logger = spdlog::stderr_color_mt(name);
  logger->set_pattern("%Y-%m-%dT%H:%M:%S.%e%z %^%l%$ %v");
  logger->flush_on(spdlog::level::trace);
  spdlog::set_default_logger(std::move(logger));
}

}  // namespace

Result<void> serve(const ServeOptions& options) {
  log_to_stderr();
  // Signals are taken before anything is served, so that none of them ends the process early.
  boost::asio::io_context signals(1);
  boost::asio::signal_set end(signals, SIGINT, SIGTERM);
  end.async_wait([](const boost::system::error_code&, int) {});

  auto store = open_store(options.store_url);
  if (!store) return tl::unexpected(store.error());
  auto server = Server::start(options, **store);
  if (!server) return tl::unexpected(server.error());
  for (const std::string& address : (*server)->addresses()) {
    spdlog::info("listening on http://{}{}", address, options.url_prefix);
  }
  signals.run();
  end.clear();  // a second signal ends the process at once
  spdlog::info("stopping: answering what is in flight");
  (*server)->stop();
  return {};
}

}  // namespace pancake
