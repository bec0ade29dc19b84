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

/// A claim needs a verified token, and none is verified here: better said than found out.
void warn_of_claims(const Definitions& definitions) {
  constexpr const char* nobody =
      "'{}': {} comes from a claim; no token is verified, so nobody has one";
  for (const ExtensionDefinition& extension : definitions.extensions) {
    for (const GroupDefinition& group : extension.groups) {
      if (group.from.kind != IdSource::Kind::claim) continue;
      spdlog::warn(nobody, extension.name, "the id of group '" + group.id + "'");
    }
    if (extension.visitor.kind == IdSource::Kind::claim) {
      spdlog::warn(nobody, extension.name, "the visitor");
    }
  }
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
  warn_of_claims(options.definitions);
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
