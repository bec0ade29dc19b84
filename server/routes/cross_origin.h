#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "http/request.h"
#include "http/response.h"

namespace pancake {

/// Whether a text is an origin as browsers send it: "https://shop.example",
/// "http://localhost:3000".
[[nodiscard]] bool is_origin(std::string_view text);

/// Which pages of other origins may read answers (the CORS protocol of the Fetch standard). A
/// named origin may send cookies and tokens; "*" lets everybody in who sends none.
class CrossOrigin {
 public:
  explicit CrossOrigin(const std::vector<std::string>& origins);

  /// Without origins nothing is added to any answer.
  [[nodiscard]] bool on() const noexcept { return any_ || !named_.empty(); }

  /// Whether this is a browser's question whether it may send another request.
  [[nodiscard]] static bool is_preflight(const Request& request);

  /// Adds what the page may do with an answer.
  void allow(Response& response, const Request& request) const;

  /// The answer to a browser's question. `methods`: as in the field Allow.
  [[nodiscard]] Response preflight(const Request& request, std::string_view methods) const;

 private:
  bool add_origin(Response& response, const Request& request) const;

  std::vector<std::string> named_;
  bool any_ = false;
};

}  // namespace pancake
