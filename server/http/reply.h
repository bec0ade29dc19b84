#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <variant>

#include "http/executor.h"
#include "http/request.h"
#include "http/response.h"

namespace pancake {

/// A response that has to wait for something else than the processor: a store, a revision. The
/// coroutine runs on the connection's thread and must not throw; the request lives until its
/// response was written. Nothing else is answered on the connection meanwhile.
using DeferredResponse = std::function<Awaitable<Response>()>;

/// An answer that never ends by itself: the connection leaves the requests and hears of every
/// new revision of an extension (server-sent events).
struct EventSubscription {
  Response head;                       ///< what the stream begins with, without a body
  std::string topic;                   ///< of the event hub: the extension's name
  std::optional<std::uint64_t> known;  ///< the revision that the client has
};

/// What a request is answered with.
using Reply = std::variant<Response, DeferredResponse, EventSubscription>;

/// Answers one request. Must not throw and must not block.
using AnswerRequest = std::function<Reply(const Request&)>;

}  // namespace pancake
