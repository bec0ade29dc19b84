#pragma once

#include <boost/asio/io_context.hpp>
#include <thread>

#include "http/connection.h"
#include "http/connections.h"
#include "http/event_streams.h"
#include "http/tls_context.h"

namespace pancake {

/// A thread that answers requests, with all of its connections.
class Worker {
 public:
  /// `tls`: what connections speak TLS with; null for none. It and the hub must outlive the worker.
  Worker(AnswerRequest answer, EventHub& hub, const TlsContext* tls, const Limits& limits,
         RequestMetrics& metrics);
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  [[nodiscard]] boost::asio::io_context& context() noexcept { return context_; }

  /// Serves a connection whose socket belongs to context(); from any thread.
  void serve(Socket socket);

  void start();
  /// Begins to drain; from any thread.
  void drain();
  /// Waits until everything is drained.
  void join();

 private:
  AnswerRequest answer_;
  const TlsContext* tls_;
  boost::asio::io_context context_{1};
  Connections connections_;
  EventStreams streams_;
  std::thread thread_;
};

}  // namespace pancake
