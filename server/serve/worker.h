#pragma once

#include <boost/asio/io_context.hpp>
#include <thread>

#include "http/connection.h"
#include "http/connections.h"

namespace pancake {

/// A thread that answers requests, with all of its connections.
class Worker {
 public:
  Worker(AnswerRequest answer, const Limits& limits, RequestMetrics& metrics);
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
  boost::asio::io_context context_{1};
  Connections connections_;
  std::thread thread_;
};

}  // namespace pancake
