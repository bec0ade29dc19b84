#include "routes/api/openapi_document.h"

#include "routes/api/api_call.h"

namespace pancake {

/// docs/openapi.json, as it was when the program was built.
Awaitable<Response> answer_openapi(const ApiCall& /*call*/) {
  static const auto owner = std::make_shared<const char>();
  Response response(Status::ok, json_type, openapi_document, owner);
  response.add("Cache-Control", "no-cache");
  co_return response;
}

}  // namespace pancake
