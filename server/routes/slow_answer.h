#pragma once

#include <boost/asio/thread_pool.hpp>
#include <functional>

#include "http/reply.h"

namespace pancake {

/// Answers once `work`, which takes long, is done by a thread of the pool: no other request waits
/// for it. `work` may not refer to the request, which may be gone before it ends; `answer` may. The
/// pool must outlive the answer.
[[nodiscard]] DeferredResponse answer_after(boost::asio::thread_pool& pool,
                                            std::function<void()> work,
                                            std::function<Response()> answer);

}  // namespace pancake
