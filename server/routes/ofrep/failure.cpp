#include "routes/ofrep/failure.h"

#include "views/json_text.h"

namespace pancake::ofrep {
namespace {

Status status_of(FailureCode code) noexcept {
  switch (code) {
    case FailureCode::flag_not_found: return Status::not_found;
    case FailureCode::parse_error:
    case FailureCode::targeting_key_missing:
    case FailureCode::invalid_context: return Status::bad_request;
    case FailureCode::too_many_requests: return Status::too_many_requests;
    // The protocol knows no 503, and its clients show the details of a 500 only.
    case FailureCode::not_ready: return Status::internal_server_error;
  }
  return Status::internal_server_error;
}

}  // namespace

std::string_view error_code(FailureCode code) noexcept {
  switch (code) {
    case FailureCode::flag_not_found: return "FLAG_NOT_FOUND";
    case FailureCode::parse_error: return "PARSE_ERROR";
    case FailureCode::targeting_key_missing: return "TARGETING_KEY_MISSING";
    case FailureCode::invalid_context: return "INVALID_CONTEXT";
    case FailureCode::too_many_requests:
    case FailureCode::not_ready: return "GENERAL";
  }
  return "GENERAL";
}

void append_failure(std::string& out, std::optional<std::string_view> key, const Failure& failure) {
  out += '{';
  if (key) {
    out += "\"key\":";
    append_json_text(out, *key);
    out += ',';
  }
  out.append("\"errorCode\":\"").append(error_code(failure.code)).append("\",\"errorDetails\":");
  append_json_text(out, failure.details);
  out += '}';
}

Response failure_response(std::optional<std::string_view> key, const Failure& failure) {
  std::string body;
  append_failure(body, key, failure);
  body += '\n';
  Response response(status_of(failure.code), json_type, std::move(body));
  response.add("Cache-Control", "no-store");
  if (failure.code == FailureCode::too_many_requests || failure.code == FailureCode::not_ready) {
    response.add("Retry-After", "1");
  }
  return response;
}

}  // namespace pancake::ofrep
