#include "serve/worker.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>

namespace pancake {

namespace asio = boost::asio;

Worker::Worker(AnswerRequest answer, EventHub& hub, const TlsContext* tls, const Limits& limits,
               RequestMetrics& metrics)
    : answer_(std::move(answer)),
      tls_(tls),
      connections_(context_, limits, metrics),
      streams_(context_, hub, limits, metrics) {}

void Worker::serve(Socket socket) {
  const ConnectionHome home{connections_, streams_, answer_};
  const auto executor = context_.get_executor();
  if (tls_ == nullptr) {
    asio::co_spawn(executor, serve_connection(PlainStream(std::move(socket)), home),
                   asio::detached);
  } else {
    const auto context = tls_->current();
    asio::co_spawn(executor, serve_connection(TlsStream(std::move(socket), *context), home),
                   asio::detached);
  }
}

void Worker::start() {
  thread_ = std::thread([this] { context_.run(); });
}

void Worker::drain() {
  asio::post(context_, [this] {
    connections_.drain();
    streams_.drain();
  });
}

void Worker::join() {
  if (thread_.joinable()) thread_.join();
  answer_ = nullptr;  // what it answers from is kept no longer
}

}  // namespace pancake
