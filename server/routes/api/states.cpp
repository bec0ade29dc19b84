// What is stored for everybody: on, off, a ratio, or nothing.

#include "definitions/feature_default.h"
#include "python/float_text.h"
#include "routes/api/change.h"
#include "routes/api/request_parts.h"

namespace pancake {
namespace {

/// {"on":true} as it is stored.
Needed<std::string> on_text(const Request& request) {
  std::string text;
  auto read = read_body(request, false, {"on"}, [&text](const Field& body) {
    const auto on = body.member("on");
    if (!on) return body.wrong("'on' is missing: true or false");
    if (const auto truth = on->truth()) text = *truth ? "1" : "0";
  });
  if (!read) return tl::unexpected(std::move(read.error()));
  return text;
}

/// {"ratio":12.5} as flask-pancake would store it.
Needed<std::string> ratio_text(const Request& request) {
  std::string text;
  auto read = read_body(request, false, {"ratio"}, [&text](const Field& body) {
    const auto ratio = body.member("ratio");
    if (!ratio) return body.wrong("'ratio' is missing: a number from 0 to 100");
    const auto number = feature_default(FeatureKind::sample, ratio->node().value);
    if (!number) return ratio->wrong(number.error());
    text = float_text(number->number);
  });
  if (!read) return tl::unexpected(std::move(read.error()));
  return text;
}

}  // namespace

Awaitable<Response> answer_set_state(const ApiCall& call) {
  const FeatureKind kind = call.kind();
  auto text = kind == FeatureKind::sample ? ratio_text(call.request) : on_text(call.request);
  if (!text) co_return text.error();
  Change change = SetState{kind, call.part("name"), std::move(*text)};
  co_return co_await answer_change(call, std::move(change));
}

Awaitable<Response> answer_clear_state(const ApiCall& call) {
  Change change = ClearState{call.kind(), call.part("name")};
  co_return co_await answer_change(call, std::move(change));
}

Awaitable<Response> answer_set_override(const ApiCall& call) {
  auto text = on_text(call.request);
  if (!text) co_return text.error();
  Change change = SetOverride{call.part("name"), call.part("group"), call.part("id"), *text == "1"};
  co_return co_await answer_change(call, std::move(change));
}

Awaitable<Response> answer_clear_override(const ApiCall& call) {
  Change change = ClearOverride{call.part("name"), call.part("group"), call.part("id")};
  co_return co_await answer_change(call, std::move(change));
}

Awaitable<Response> answer_clear_overrides(const ApiCall& call) {
  Change change = ClearOverrides{call.part("name"), call.part("group")};
  co_return co_await answer_change(call, std::move(change));
}

}  // namespace pancake
