#pragma once

#include <boost/asio/ip/address.hpp>
#include <boost/beast/http/verb.hpp>
#include <optional>
#include <ostream>  // verb.hpp of Boost 1.81 needs it and does not say so
#include <string>
#include <string_view>
#include <vector>

namespace pancake {

/// One HTTP request whose framing was checked. All texts point into the connection's buffers
/// and live until the answer is written.
struct Request {
  struct Field {
    std::string_view name;
    std::string_view value;
  };

  boost::beast::http::verb method = boost::beast::http::verb::unknown;
  std::string_view path;   ///< begins with "/", still percent-encoded; "*" for `OPTIONS *`
  std::string_view query;  ///< without "?"
  unsigned version = 11;   ///< 10 or 11
  std::vector<Field> fields;
  std::string body;
  /// Who is connected: a proxy, if one is in front. 0.0.0.0 where no network leads to.
  boost::asio::ip::address peer;
  bool secure = false;  ///< it came over TLS

  /// The value of the first field of this name (any case); no value if there is none.
  [[nodiscard]] std::optional<std::string_view> field(std::string_view name) const;
  /// All values of this name as one list, joined by `separator`; no value if there is none.
  [[nodiscard]] std::optional<std::string> joined_fields(std::string_view name,
                                                         std::string_view separator) const;
  /// How many fields have this name.
  [[nodiscard]] std::size_t count(std::string_view name) const;

  /// The value of the first cookie of this name (http/cookies.h), over all Cookie fields.
  [[nodiscard]] std::optional<std::string> cookie(std::string_view name) const;
  /// The first query parameter of this name, decoded; no value if there is none.
  [[nodiscard]] std::optional<std::string> query_parameter(std::string_view name) const;
};

}  // namespace pancake
