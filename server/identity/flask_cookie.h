#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pancake {

/// What a signed sample cookie remembers: names and their answers, in the order in which they
/// were drawn. A value that is neither true nor false counts as not drawn, and is carried on.
class SampleAnswers {
 public:
  SampleAnswers() = default;
  /// `members` must be a JSON object.
  explicit SampleAnswers(nlohmann::ordered_json members) : members_(std::move(members)) {}

  [[nodiscard]] bool empty() const { return members_.empty(); }
  [[nodiscard]] std::optional<bool> find(const std::string& sample) const;
  /// Remembers an answer: at the sample's place if it has one, else at the end.
  void remember(const std::string& sample, bool active);
  /// Compact JSON in UTF-8, as itsdangerous signs it.
  [[nodiscard]] std::string json_text() const;

 private:
  nlohmann::ordered_json members_ = nlohmann::ordered_json::object();
};

/// Signs and verifies the sample cookie of flask-pancake 0.5.2, byte for byte (itsdangerous
/// 2.1 `URLSafeSerializer` with the salt "flask_pancake.cookie").
///
///   cookie    = payload "." signature               split at the last "."
///   payload   = base64url(json)  or  "." base64url(zlib(json))   whichever is shorter
///   signature = base64url(HMAC-SHA1(SHA1("flask_pancake.cookie" "signer" secret), payload))
///
/// Safe to use from many threads.
class FlaskCookie {
 public:
  /// The first secret signs, all of them verify, so that a secret can be rotated. An empty text
  /// is a secret like any other; an empty list is not allowed.
  explicit FlaskCookie(const std::vector<std::string>& secrets);

  /// What a cookie remembers. No value: the signature, base64, zlib stream or JSON is wrong, the
  /// JSON is no object, or it unpacks to more than 64 KiB. base64 is read as forgivingly as
  /// itsdangerous does.
  [[nodiscard]] std::optional<SampleAnswers> read(std::string_view cookie) const;

  /// The one canonical cookie of these answers.
  [[nodiscard]] std::string write(const SampleAnswers& answers) const;

 private:
  [[nodiscard]] bool verifies(std::string_view payload, std::string_view signature) const;

  std::vector<std::string> keys_;  ///< derived from the secrets, 20 bytes each
};

}  // namespace pancake
