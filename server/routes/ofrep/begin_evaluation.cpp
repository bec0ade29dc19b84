#include "routes/ofrep/evaluate.h"
#include "routes/ofrep/rate_limit.h"

namespace pancake::ofrep {
namespace {

tl::unexpected<Response> refuse(std::optional<std::string_view> key, const Failure& failure) {
  return tl::unexpected(failure_response(key, failure));
}

/// Servers ask for many visitors at once; the limit is for those who show no key.
bool is_too_fast(const RouteContext& context) {
  RateLimit* const limit = context.site.evaluation_limit.get();
  return limit && !limit->take(context.request.peer.to_string(), RateLimit::Clock::now());
}

}  // namespace

tl::expected<Evaluation, Response> begin_evaluation(RouteContext& context,
                                                    std::optional<std::string_view> key) {
  context.cookies.send_none();
  const std::string name = extension_name(context.request);
  const auto audience = audience_of(context, name);
  if (!audience) return tl::unexpected(audience.error());
  if (*audience == Audience::clients && is_too_fast(context)) {
    return refuse(key, {FailureCode::too_many_requests, "too many evaluations; try again"});
  }
  const auto extension = context.site.find(name);
  if (!extension) {
    return refuse(key, {FailureCode::flag_not_found, "there is no extension of this name"});
  }
  const auto request = read_evaluation_request(context.request.body);
  if (!request) return refuse(key, request.error());
  auto visitor = visitor_of_evaluation(context, *extension, *audience, *request);
  if (!visitor) return refuse(key, visitor.error());
  auto published = context.site.extensions[*extension]->current();
  if (!published) {
    return refuse(key, {FailureCode::not_ready, "the store has not been reached yet; try again"});
  }
  return Evaluation{*extension, std::move(published), *audience, std::move(*visitor)};
}

}  // namespace pancake::ofrep
