#include <charconv>

#include "routes/route.h"

namespace pancake {
namespace {

constexpr std::string_view event_stream_type = "text/event-stream";

/// The revision that the client says it has: the header of a browser that comes back, or the
/// parameter of a polyfill that cannot send headers. Text that is no revision says nothing.
std::optional<std::uint64_t> known_revision(const Request& request) {
  std::string text;
  if (const auto header = request.field("Last-Event-ID")) {
    text = *header;
  } else if (auto parameter = request.query_parameter("last-event-id")) {
    text = std::move(*parameter);
  }
  std::uint64_t revision = 0;
  const char* const text_end = text.data() + text.size();
  const auto [end, problem] = std::from_chars(text.data(), text_end, revision);
  if (problem != std::errc() || end != text_end) return std::nullopt;
  return revision;
}

}  // namespace

/// Anybody may listen: an event says that there is a new revision, and nothing of what is in it.
Reply events_route(RouteContext& context) {
  const auto extension = context.site.find(context.tail);
  if (!extension) {
    return error_response(Status::not_found, "unknown_extension",
                          "there is no extension of this name");
  }
  Response head = Response::stream(event_stream_type);
  // nginx passes events on at once when it is told so.
  head.add("Cache-Control", "no-store, no-transform").add("X-Accel-Buffering", "no");
  return EventSubscription{std::move(head), context.tail, known_revision(context.request)};
}

}  // namespace pancake
