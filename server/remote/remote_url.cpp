#include "remote/remote_url.h"

#include <boost/asio/ip/address.hpp>
#include <boost/beast/core/string.hpp>
#include <charconv>
#include <optional>
#include <string_view>

namespace pancake {
namespace {

constexpr std::uint16_t http_port = 80;
constexpr std::uint16_t https_port = 443;

tl::unexpected<Error> wrong(const std::string& what) {
  return fail(ErrorCode::usage, "The server's URL " + what +
                                    "; it looks like https://HOST[:PORT] or http://HOST[:PORT].");
}

std::optional<std::uint16_t> port_number(std::string_view text) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc{} || end != text.data() + text.size() || port == 0) return std::nullopt;
  return port;
}

bool is_visible_ascii(std::string_view text) {
  for (const char c : text) {
    if (c <= ' ' || c > '~') return false;
  }
  return true;
}

/// "host:8080" or "[::1]:8080" into its parts.
Result<void> read_authority(std::string_view authority, RemoteUrl& url) {
  std::string_view port;
  bool has_port = false;
  if (authority.starts_with('[')) {
    const auto end = authority.find(']');
    if (end == std::string_view::npos) return wrong("has a [ without a ]");
    url.host = authority.substr(1, end - 1);
    port = authority.substr(end + 1);
    has_port = !port.empty();
    if (has_port && port.front() != ':') return wrong("has text between ] and the port");
    if (has_port) port.remove_prefix(1);
  } else {
    const auto colon = authority.find(':');
    url.host = authority.substr(0, colon);
    has_port = colon != std::string_view::npos;
    if (has_port) port = authority.substr(colon + 1);
  }
  if (url.host.empty()) return wrong("names no host");
  if (!has_port) return {};
  const auto number = port_number(port);
  if (!number) return wrong("has a port that is not a number from 1 to 65535");
  url.port = *number;
  return {};
}

}  // namespace

std::string RemoteUrl::authority() const {
  const bool is_ipv6 = host.find(':') != std::string::npos;
  std::string text = is_ipv6 ? "[" + host + "]" : host;
  if (port != (tls ? https_port : http_port)) text += ":" + std::to_string(port);
  return text;
}

bool RemoteUrl::is_loopback() const {
  if (boost::beast::iequals(host, "localhost")) return true;
  boost::system::error_code error;
  const auto address = boost::asio::ip::make_address(host, error);
  return !error && address.is_loopback();
}

std::string RemoteUrl::name() const {
  return (tls ? "https://" : "http://") + authority() + prefix;
}

Result<RemoteUrl> parse_remote_url(const std::string& url) {
  std::string_view rest = url;
  RemoteUrl parsed;
  if (rest.starts_with("https://")) {
    parsed.tls = true;
    parsed.port = https_port;
    rest.remove_prefix(8);
  } else if (rest.starts_with("http://")) {
    rest.remove_prefix(7);
  } else {
    return wrong("begins with neither https:// nor http://");
  }
  if (!is_visible_ascii(rest)) return wrong("holds blanks or characters outside of ASCII");
  if (rest.find('@') != std::string_view::npos) {
    return wrong("holds a user or a password, which is not used here");
  }
  if (rest.find_first_of("?#") != std::string_view::npos) return wrong("holds a query");
  const auto slash = rest.find('/');
  if (auto read = read_authority(rest.substr(0, slash), parsed); !read) {
    return tl::unexpected(read.error());
  }
  if (slash != std::string_view::npos) parsed.prefix = rest.substr(slash);
  while (parsed.prefix.ends_with('/')) parsed.prefix.pop_back();
  return parsed;
}

}  // namespace pancake
