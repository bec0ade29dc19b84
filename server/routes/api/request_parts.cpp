#include "routes/api/request_parts.h"

#include <boost/beast/core/string.hpp>

#include "python/utf8.h"

namespace pancake {
namespace {

constexpr std::size_t most_reason_bytes = 1024;

tl::unexpected<Response> bad_parameter(std::string_view name, const std::string& what) {
  return tl::unexpected(
      error_response(Status::bad_request, "bad_parameter", std::string(name) + ": " + what));
}

/// "application/json; charset=utf-8" -> "application/json"
std::string_view bare_type(std::string_view content_type) {
  auto type = content_type.substr(0, content_type.find(';'));
  while (type.ends_with(' ') || type.ends_with('\t')) type.remove_suffix(1);
  return type;
}

}  // namespace

Needed<void> require_json(const Request& request) {
  const auto type = request.field("Content-Type");
  if (type && boost::beast::iequals(bare_type(*type), json_type)) return {};
  return tl::unexpected(error_response(Status::unsupported_media_type, "unsupported_media_type",
                                       "the body has to be Content-Type: application/json"));
}

Needed<void> read_body(const Request& request, bool may_be_missing,
                       std::initializer_list<std::string_view> members,
                       const std::function<void(const Field&)>& read) {
  if (request.body.empty() && may_be_missing) return {};
  if (auto is_json = require_json(request); !is_json) return is_json;
  const auto body = parse_located_json(request.body, "body");
  if (!body) {
    return tl::unexpected(error_response(Status::bad_request, "bad_json", body.error().message));
  }
  FieldErrors wrong("body");
  const Field whole(*body, "", wrong);
  const auto known = whole.members(members);
  if (wrong.first() == nullptr) read(whole);
  if (wrong.first() == nullptr) return {};
  return tl::unexpected(error_response(Status::bad_request, "bad_value", wrong.first()->message));
}

Needed<std::string> choice_parameter(const Request& request, std::string_view name,
                                     std::initializer_list<std::string_view> words) {
  const auto text = request.query_parameter(name);
  if (!text) return std::string(*words.begin());
  std::string list;
  for (const std::string_view word : words) {
    if (*text == word) return *text;
    list += (list.empty() ? "" : word == *(words.end() - 1) ? " or " : ", ") + std::string(word);
  }
  return bad_parameter(name, "'" + *text + "' is not " + list);
}

Needed<bool> truth_parameter(const Request& request, std::string_view name) {
  return choice_parameter(request, name, {"false", "true"}).map([](const std::string& word) {
    return word == "true";
  });
}

std::string log_name(const ApiCall& call) { return "api:" + call.caller.name; }

Needed<Author> author_of(const ApiCall& call) {
  auto reason = call.request.query_parameter("reason");
  if (!reason) {
    const auto field = call.request.field("Pancake-Reason");
    if (field) reason = *field;
  }
  if (!reason) reason.emplace();
  if (reason->size() > most_reason_bytes) {
    return bad_parameter("reason", "longer than 1024 bytes");
  }
  if (!is_utf8(*reason)) return bad_parameter("reason", "not UTF-8");
  for (const char c : *reason) {
    if (static_cast<unsigned char>(c) < ' ') return bad_parameter("reason", "has line breaks");
  }
  return Author{log_name(call), std::move(*reason)};
}

}  // namespace pancake
