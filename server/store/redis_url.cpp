#include "store/redis_url.h"

#include <charconv>
#include <optional>

namespace pancake {

namespace {

tl::unexpected<Error> wrong(const std::string& what) {
  return fail(ErrorCode::usage,
              "the store's URL " + what + ": use redis://[USER[:PASSWORD]@]HOST[:PORT][/DB]");
}

std::optional<unsigned> hex_digit(char c) {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a') + 10;
  if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A') + 10;
  return std::nullopt;
}

std::optional<std::string> percent_decoded(std::string_view text) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      decoded += text[i];
      continue;
    }
    if (text.size() - i < 3) return std::nullopt;
    const auto high = hex_digit(text[i + 1]);
    const auto low = hex_digit(text[i + 2]);
    if (!high || !low) return std::nullopt;
    decoded += static_cast<char>(*high << 4U | *low);
    i += 2;
  }
  return decoded;
}

std::optional<unsigned> whole_number(std::string_view text, unsigned largest) {
  unsigned number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool all = read.ec == std::errc{} && read.ptr == text.data() + text.size();
  if (!all || number > largest) return std::nullopt;
  return number;
}

Result<void> read_credentials(std::string_view text, RedisUrl& url) {
  const auto colon = text.find(':');
  const auto user = percent_decoded(text.substr(0, colon));
  const auto password = colon == std::string_view::npos ? std::optional<std::string>("")
                                                        : percent_decoded(text.substr(colon + 1));
  if (!user || !password) return wrong("has a % without two hexadecimal digits before the @");
  url.user = *user;
  url.password = *password;
  return {};
}

/// HOST[:PORT] or [IPV6][:PORT].
Result<void> read_address(std::string_view text, RedisUrl& url) {
  auto port = std::string_view::npos;
  if (text.starts_with('[')) {
    const auto end = text.find(']');
    if (end == std::string_view::npos) return wrong("lacks the ] after the IPv6 address");
    url.host = text.substr(1, end - 1);
    if (end + 1 < text.size()) {
      if (text[end + 1] != ':') return wrong("has something between ] and the port");
      port = end + 1;
    }
  } else {
    port = text.find(':');
    url.host = text.substr(0, port);
    if (port != text.rfind(':')) return wrong("has an IPv6 address without brackets");
  }
  if (url.host.empty()) return wrong("lacks the host");
  if (port != std::string_view::npos) {
    const auto number = whole_number(text.substr(port + 1), 65535);
    if (!number || *number == 0) return wrong("has a port that is not 1 to 65535");
    url.port = static_cast<std::uint16_t>(*number);
  }
  return {};
}

}  // namespace

std::string RedisUrl::name() const {
  const bool ipv6 = host.find(':') != std::string::npos;
  return std::string(tls ? "rediss://" : "redis://") + (ipv6 ? "[" + host + "]" : host) + ":" +
         std::to_string(port) + "/" + std::to_string(database);
}

Result<RedisUrl> parse_redis_url(const std::string& url) {
  RedisUrl parsed;
  std::string_view rest = url;
  if (rest.starts_with("redis+sentinel:") || rest.starts_with("rediss+sentinel:")) {
    return wrong("asks for Sentinel, which is not supported; give the address of the master");
  }
  if (rest.starts_with("redis+cluster:") || rest.starts_with("rediss+cluster:")) {
    return wrong("asks for Redis Cluster, which is not supported; give a single Redis");
  }
  parsed.tls = rest.starts_with("rediss://");
  const std::string_view scheme = parsed.tls ? "rediss://" : "redis://";
  if (!rest.starts_with(scheme)) return wrong("does not begin with redis:// or rediss://");
  rest.remove_prefix(scheme.size());

  // A password may hold / and ? undone, so the last @ ends it before anything else is looked for.
  if (const auto at = rest.rfind('@'); at != std::string_view::npos) {
    if (auto read = read_credentials(rest.substr(0, at), parsed); !read) {
      return tl::unexpected(read.error());
    }
    rest.remove_prefix(at + 1);
  }
  if (rest.find_first_of("?#") != std::string_view::npos) return wrong("has options after ? or #");
  const auto slash = rest.find('/');
  if (auto read = read_address(rest.substr(0, slash), parsed); !read) {
    return tl::unexpected(read.error());
  }
  if (slash != std::string_view::npos && slash + 1 < rest.size()) {
    const auto database = whole_number(rest.substr(slash + 1), 1'000'000);
    if (!database) return wrong("has a database that is not a number");
    parsed.database = static_cast<int>(*database);
  }
  return parsed;
}

}  // namespace pancake
