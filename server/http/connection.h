#pragma once

#include <functional>

#include "http/connections.h"
#include "http/executor.h"
#include "http/request.h"
#include "http/response.h"

namespace pancake {

/// Answers one request. Must not throw and must not block.
using AnswerRequest = std::function<Response(const Request&)>;

/// Serves one connection until either side ends it: requests are answered in their order, also
/// pipelined ones, whose answers go out together.
Awaitable<void> serve_connection(Socket socket, Connections& connections,
                                 const AnswerRequest& answer);

}  // namespace pancake
