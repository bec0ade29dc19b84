#pragma once

#include <boost/beast/http/status.hpp>
#include <memory>
#include <ostream>  // status.hpp of Boost 1.81 needs it and does not say so
#include <span>
#include <string>
#include <string_view>

#include "http/request_guard.h"

namespace pancake {

using Status = boost::beast::http::status;

/// An answer before it is written. The body is either its own text or bytes that somebody else
/// owns and that are kept alive until they are sent.
class Response {
 public:
  /// An answer without a body.
  explicit Response(Status status) : status_(status) {}
  /// `content_type` must live for ever: a literal.
  Response(Status status, std::string_view content_type, std::string body)
      : status_(status), content_type_(content_type), body_(std::move(body)) {}
  Response(Status status, std::string_view content_type, std::string_view body,
           std::shared_ptr<const void> owner)
      : status_(status),
        content_type_(content_type),
        shared_body_(body),
        owner_(std::move(owner)) {}

  /// The head of an answer whose body follows for as long as the connection lasts.
  [[nodiscard]] static Response stream(std::string_view content_type) {
    Response response(Status::ok, content_type, {});
    response.counted_ = false;
    return response;
  }

  /// Appends a header field. A value with a line break is left out: it would be two fields.
  Response& add(std::string_view name, std::string_view value);

  [[nodiscard]] Status status() const noexcept { return status_; }
  [[nodiscard]] std::string_view body() const noexcept {
    return owner_ ? shared_body_ : std::string_view(body_);
  }

  /// Appends the head as it goes over the wire, with everything that all answers have.
  /// `date` is the whole line, with its line break.
  void append_head(std::string& out, std::string_view date, bool keep_alive) const;

 private:
  Status status_;
  std::string_view content_type_;
  std::string fields_;  ///< further fields, each with its line break
  std::string body_;
  bool counted_ = true;  ///< the length of the body is known
  std::string_view shared_body_;
  std::shared_ptr<const void> owner_;
};

inline constexpr std::string_view json_type = "application/json";
inline constexpr std::string_view html_type = "text/html; charset=utf-8";

/// An error as JSON: `{"error":{"code":"…","message":"…"}}`. `code` is a stable word for
/// programs, `message` a sentence for people. Never to be cached.
[[nodiscard]] Response error_response(Status status, std::string_view code,
                                      std::string_view message);

/// The answer to a request that was refused.
[[nodiscard]] Response refusal_response(const Refusal& refusal);

}  // namespace pancake
