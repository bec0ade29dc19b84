#include "remote/reply_error.h"

#include <nlohmann/json.hpp>

#include "http/error_word.h"

namespace pancake {
namespace {

struct SaidError {
  std::string code;
  std::string message;
};

/// {"error":{"code":"…","message":"…"}}, or nothing if it is something else.
std::optional<SaidError> said_error(const HttpReply& reply) {
  const auto json = nlohmann::json::parse(reply.body, nullptr, false);
  if (!json.is_object() || !json.contains("error")) return std::nullopt;
  const auto& error = json["error"];
  if (!error.is_object() || !error.contains("code") || !error.contains("message")) {
    return std::nullopt;
  }
  if (!error["code"].is_string() || !error["message"].is_string()) return std::nullopt;
  return SaidError{error["code"].get<std::string>(), error["message"].get<std::string>()};
}

ErrorCode code_of(const HttpReply& reply, const std::string& word) {
  if (const auto code = error_of_word(word)) return *code;
  if (reply.status == 412) return ErrorCode::conflict;
  if (reply.status == 503) return ErrorCode::store_unreachable;
  return reply.status < 500 ? ErrorCode::store_refused : ErrorCode::io;
}

}  // namespace

Error error_of_reply(const RemoteUrl& url, const HttpReply& reply) {
  const std::string status = std::to_string(reply.status);
  const auto said = said_error(reply);
  if (!said) {
    return {ErrorCode::io, url.name() + ": is no Pancake server (it answered with status " +
                               status + " and no error of ours)"};
  }
  if (said->code == "not_found") {
    return {ErrorCode::io,
            url.name() + ": there is no admin API at this URL; is a path before /api/v1 missing?"};
  }
  if (reply.status == 401) {
    return {ErrorCode::unauthorized, url.name() +
                                         ": the token is missing, or the server does not "
                                         "know it: give the right one with --token-file"};
  }
  if (reply.status == 403) return {ErrorCode::forbidden, url.name() + ": " + said->message};
  if (reply.status >= 500 || reply.status == 429)
    return {code_of(reply, said->code), url.name() + ": " + said->message};
  return {code_of(reply, said->code), said->message};
}

Error not_our_api(const RemoteUrl& url) {
  return {ErrorCode::io,
          url.name() + ": its answer is not that of a Pancake server of this release"};
}

}  // namespace pancake
