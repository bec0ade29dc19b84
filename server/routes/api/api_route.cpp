#include <spdlog/spdlog.h>

#include "definitions/close_match.h"
#include "http/form.h"
#include "routes/api/api_answer.h"
#include "routes/api/api_call.h"
#include "routes/api/path_match.h"
#include "routes/api/request_parts.h"
#include "routes/route.h"

namespace pancake {
namespace {

using boost::beast::http::verb;

constexpr std::string_view base = "/api/v1";

struct FoundOperation {
  const ApiOperation* operation = nullptr;
  std::vector<std::pair<std::string_view, std::string>> parts;
  std::string allowed;  ///< the methods that the path answers, for the field Allow
};

FoundOperation find_operation(verb method, std::string_view path) {
  FoundOperation found;
  if (method == verb::head) method = verb::get;
  for (const ApiOperation& operation : api_operations()) {
    auto parts = match_path(operation.path, path);
    if (!parts) continue;
    const auto name = boost::beast::http::to_string(operation.method);
    found.allowed += (found.allowed.empty() ? "" : ", ") + std::string(name);
    if (operation.method == verb::get) found.allowed += ", HEAD";
    if (operation.method != method || found.operation != nullptr) continue;
    found.operation = &operation;
    found.parts = std::move(*parts);
  }
  return found;
}

Response no_operation(const Request& request, FoundOperation found) {
  if (found.allowed.empty()) return not_found();
  found.allowed += ", OPTIONS";
  if (request.method == verb::options) {
    return std::move(Response(Status::ok).add("Allow", found.allowed));
  }
  auto response = error_response(Status::method_not_allowed, "method_not_allowed",
                                 "this path answers " + found.allowed);
  response.add("Allow", found.allowed);
  return response;
}

/// 404, with what may have been meant of those that the caller may read.
Response unknown_extension(const ApiCall& call, const std::string& name) {
  std::vector<std::string> names;
  for (const auto& extension : call.site.extensions) {
    const std::string& known = extension->definition().name;
    if (authorize(call.site, call.request, Right::read, known)) names.push_back(known);
  }
  return error_answer(Error{ErrorCode::unknown_extension,
                            "Unknown extension '" + name + "'." + did_you_mean(name, names)});
}

Awaitable<Response> answer(const ApiOperation& operation, std::shared_ptr<const ApiCall> call) {
  try {
    if (operation.right == Right::read && call->revisions != nullptr) {
      auto refusal = co_await reach_revision(call->request, *call->revisions);
      if (refusal) co_return std::move(*refusal);
    }
    co_return co_await operation.answer(*call);
  } catch (const std::exception& exception) {
    spdlog::error("{} could not be answered: {}", operation.id, exception.what());
    co_return error_response(Status::internal_server_error, "internal",
                             "the server failed to answer; its log says more");
  }
}

}  // namespace

Reply api_route(RouteContext& context) {
  std::string_view path = context.request.path;
  path.remove_prefix(context.site.url_prefix.size() + base.size());
  FoundOperation found = find_operation(context.request.method, path);
  if (found.operation == nullptr) return no_operation(context.request, std::move(found));

  const ApiOperation& operation = *found.operation;
  ApiCall call{context.site, context.request, {}, nullptr, nullptr, std::move(found.parts)};
  const std::string& extension = call.part("extension");
  if (operation.right) {
    auto caller = authorize(context.site, context.request, *operation.right, extension);
    if (!caller) return std::move(caller.error());
    call.caller = std::move(*caller);
  }
  if (!extension.empty()) {
    const auto index = context.site.find(extension);
    if (!index) return unknown_extension(call, extension);
    call.extension = context.site.extensions[*index].get();
    call.revisions = context.site.revision_waits[*index].get();
  }
  const auto shared = std::make_shared<const ApiCall>(std::move(call));
  return DeferredResponse([&operation, shared] { return answer(operation, shared); });
}

}  // namespace pancake
