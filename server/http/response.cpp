#include "http/response.h"

#include <array>

#include "views/json_text.h"

namespace pancake {
namespace {

std::string_view refusal_code(unsigned status) {
  switch (status) {
    case 408: return "timeout";
    case 413: return "body_too_large";
    case 414: return "target_too_long";
    case 417: return "expectation_failed";
    case 431: return "head_too_large";
    case 501: return "not_implemented";
    case 505: return "unknown_http_version";
    default: return "bad_request";
  }
}

/// "HTTP/1.1 200 OK" with its line break, made once a status.
std::string_view status_line(Status status) {
  static const auto lines = [] {
    std::array<std::string, 600> all;
    for (unsigned code = 100; code < all.size(); ++code) {
      all[code] = "HTTP/1.1 " + std::to_string(code) + " " +
                  std::string(boost::beast::http::obsolete_reason(static_cast<Status>(code))) +
                  "\r\n";
    }
    return all;
  }();
  return lines.at(static_cast<unsigned>(status));
}

// What ends every head.
constexpr std::string_view last_lines_if_it_goes_on =
    "X-Content-Type-Options: nosniff\r\nReferrer-Policy: no-referrer\r\n"
    "Connection: keep-alive\r\n\r\n";
constexpr std::string_view last_lines_if_it_ends =
    "X-Content-Type-Options: nosniff\r\nReferrer-Policy: no-referrer\r\n"
    "Connection: close\r\n\r\n";

}  // namespace

Response& Response::add(std::string_view name, std::string_view value) {
  if (value.find_first_of("\r\n") == std::string_view::npos) {
    fields_.append(name).append(": ").append(value).append("\r\n");
  }
  return *this;
}

void Response::append_head(std::string& out, std::string_view date, bool keep_alive) const {
  out.append(status_line(status_)).append(date);
  if (!content_type_.empty()) out.append("Content-Type: ").append(content_type_).append("\r\n");
  const bool has_body = status_ != Status::not_modified && status_ != Status::no_content;
  if (counted_ && has_body) {
    out.append("Content-Length: ").append(std::to_string(body().size())).append("\r\n");
  }
  out.append(fields_).append(keep_alive ? last_lines_if_it_goes_on : last_lines_if_it_ends);
}

Response error_response(Status status, std::string_view code, std::string_view message) {
  std::string body = "{\"error\":{\"code\":";
  append_json_text(body, code);
  body += ",\"message\":";
  append_json_text(body, message);
  body += "}}\n";
  Response response(status, json_type, std::move(body));
  response.add("Cache-Control", "no-store");
  return response;
}

Response refusal_response(const Refusal& refusal) {
  return error_response(static_cast<Status>(refusal.status), refusal_code(refusal.status),
                        refusal.message);
}

}  // namespace pancake
