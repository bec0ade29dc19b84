#include "routes/slow_answer.h"

#include <spdlog/spdlog.h>

#include <boost/asio/co_spawn.hpp>
#include <exception>
#include <utility>

#include "routes/api/api_answer.h"

namespace pancake {
namespace {

namespace asio = boost::asio;

asio::awaitable<void> run(std::function<void()> work) {
  work();
  co_return;
}

}  // namespace

DeferredResponse answer_after(asio::thread_pool& pool, std::function<void()> work,
                              std::function<Response()> answer) {
  return [&pool, work = std::move(work), answer = std::move(answer)]() -> Awaitable<Response> {
    const auto [error] = co_await asio::co_spawn(pool, run(work), as_result);
    if (!error) co_return answer();
    spdlog::error("a request could not be answered: what it asks for could not be made");
    co_return error_response(Status::internal_server_error, "internal",
                             "the server failed to answer; its log says more");
  };
}

}  // namespace pancake
