#pragma once

#include "http/connections.h"
#include "http/executor.h"
#include "http/reply.h"

namespace pancake {

/// Serves one connection until either side ends it: requests are answered in their order, also
/// pipelined ones, whose answers go out together.
Awaitable<void> serve_connection(Socket socket, Connections& connections,
                                 const AnswerRequest& answer);

}  // namespace pancake
