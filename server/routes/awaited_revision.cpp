#include "routes/awaited_revision.h"

#include <charconv>
#include <string>

#include "routes/api/api_answer.h"

namespace pancake {
namespace {

constexpr std::chrono::seconds longest_wait{2};

}  // namespace

tl::expected<std::optional<std::uint64_t>, Response> number_parameter(const Request& request,
                                                                      std::string_view name) {
  const auto text = request.query_parameter(name);
  if (!text) return std::nullopt;
  std::uint64_t number = 0;
  const char* const last = text->data() + text->size();
  const auto [end, error] = std::from_chars(text->data(), last, number);
  if (text->empty() || error != std::errc{} || end != last) {
    return tl::unexpected(
        error_response(Status::bad_request, "bad_parameter",
                       std::string(name) + ": '" + *text + "' is not a whole number"));
  }
  return number;
}

Awaitable<std::optional<Response>> reach_revision(const Request& request, RevisionWaits& waits) {
  const auto revision = number_parameter(request, "min-revision");
  if (!revision) co_return revision.error();
  if (!*revision || co_await waits.reach(**revision, longest_wait)) co_return std::nullopt;
  co_return try_again("revision_not_reached", "this server has not seen revision " +
                                                  std::to_string(**revision) + " yet; try again");
}

}  // namespace pancake
