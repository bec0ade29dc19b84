#pragma once

#include <optional>
#include <string>
#include <vector>

#include "http/request.h"
#include "http/response.h"
#include "routes/site.h"

namespace pancake {

/// The sample cookies of one request, of all extensions: what it brought, and what its answer
/// has to set.
///
/// A signed cookie that verifies is sent back with every answer, in canonical form, as
/// flask-pancake 0.5.2 does. A visitor cookie is sent only when it is new.
class SampleCookies {
 public:
  /// Reads the signed cookies; the request has to outlive this. Two extensions may share a name:
  /// both read the same cookie.
  SampleCookies(const Site& site, const Request& request);

  /// What the signed cookie of an extension remembers; what is added is sent. Only for
  /// extensions of format flask-pancake: a server that has one has a secret.
  [[nodiscard]] SampleAnswers& answers(std::size_t extension) { return signed_[extension]; }
  /// Makes the answer set this visitor cookie.
  void set_visitor(std::size_t extension, std::string value) {
    visitors_[extension] = std::move(value);
  }
  /// Keeps all cookies out of an answer that others may be given too.
  void send_none() noexcept { sent_ = false; }

  /// Adds a Set-Cookie field for each cookie to be sent: last extension first.
  void add_to(Response& response) const;

 private:
  const Site& site_;
  const Request& request_;
  std::vector<SampleAnswers> signed_;                 ///< one an extension; none without secret
  std::vector<std::optional<std::string>> visitors_;  ///< one an extension
  bool sent_ = true;
};

}  // namespace pancake
