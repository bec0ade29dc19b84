#pragma once

#include "http/connections.h"
#include "http/event_streams.h"
#include "http/executor.h"
#include "http/reply.h"

namespace pancake {

/// What the connections of one thread share.
struct ConnectionHome {
  Connections& connections;
  EventStreams& streams;
  const AnswerRequest& answer;
};

/// Serves one connection until either side ends it: requests are answered in their order, also
/// pipelined ones, whose answers go out together. Who subscribes to events is handed over to the
/// event streams. `Stream` is PlainStream or TlsStream.
template <typename Stream>
Awaitable<void> serve_connection(Stream stream, ConnectionHome home);

}  // namespace pancake
