#include "serve/worker.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>

namespace pancake {

Worker::Worker(AnswerRequest answer, const Limits& limits, RequestMetrics& metrics)
    : answer_(std::move(answer)), connections_(context_, limits, metrics) {}

void Worker::serve(Socket socket) {
  boost::asio::co_spawn(context_.get_executor(),
                        serve_connection(std::move(socket), connections_, answer_),
                        boost::asio::detached);
}

void Worker::start() {
  thread_ = std::thread([this] { context_.run(); });
}

void Worker::drain() {
  boost::asio::post(context_, [this] { connections_.drain(); });
}

void Worker::join() {
  if (thread_.joinable()) thread_.join();
  answer_ = nullptr;  // what it answers from is kept no longer
}

}  // namespace pancake
