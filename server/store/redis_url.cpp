#include "store/redis_url.h"

#include <charconv>
#include <optional>
#include <utility>

#include "text/percent_decoding.h"

namespace pancake {

namespace {

constexpr std::uint16_t sentinel_port = 26379;

tl::unexpected<Error> wrong(const std::string& what) {
  return fail(ErrorCode::usage,
              "the store's URL " + what +
                  ": use redis://[USER[:PASSWORD]@]HOST[:PORT][/DB] or "
                  "redis+sentinel://[USER[:PASSWORD]@]HOST[:PORT][,HOST[:PORT]]/MASTER[/DB]");
}

std::optional<unsigned> whole_number(std::string_view text, unsigned largest) {
  unsigned number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool all = read.ec == std::errc{} && read.ptr == text.data() + text.size();
  if (!all || number > largest) return std::nullopt;
  return number;
}

/// What stands before the separator, which is taken off with it; all if there is none.
std::string_view take_until(std::string_view& text, char separator) {
  const auto end = std::min(text.find(separator), text.size());
  const auto taken = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return taken;
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
Result<RedisAddress> read_address(std::string_view text, std::uint16_t default_port) {
  RedisAddress address{"", default_port};
  auto port = std::string_view::npos;
  if (text.starts_with('[')) {
    const auto end = text.find(']');
    if (end == std::string_view::npos) return wrong("lacks the ] after the IPv6 address");
    address.host = text.substr(1, end - 1);
    if (end + 1 < text.size()) {
      if (text[end + 1] != ':') return wrong("has something between ] and the port");
      port = end + 1;
    }
  } else {
    port = text.find(':');
    address.host = text.substr(0, port);
    if (port != text.rfind(':')) return wrong("has an IPv6 address without brackets");
  }
  if (address.host.empty()) return wrong("lacks the host");
  if (port != std::string_view::npos) {
    const auto number = whole_number(text.substr(port + 1), 65535);
    if (!number || *number == 0) return wrong("has a port that is not 1 to 65535");
    address.port = static_cast<std::uint16_t>(*number);
  }
  return address;
}

/// The addresses of Sentinels and the name of their master.
Result<void> read_sentinels(std::string_view addresses, std::string_view master, RedisUrl& url) {
  if (addresses.ends_with(',')) return wrong("lacks a host after a comma");
  do {
    auto address = read_address(take_until(addresses, ','), sentinel_port);
    if (!address) return tl::unexpected(address.error());
    url.sentinels.push_back(std::move(*address));
  } while (!addresses.empty());
  const auto name = percent_decoded(master);
  if (!name || name->empty()) return wrong("lacks the master's name after the Sentinels");
  url.master = *name;
  return {};
}

struct Option {
  std::string_view name;
  std::string RedisUrl::*text;
  bool needs_tls;  ///< else it needs Sentinel
};

constexpr Option options[] = {{"cacert", &RedisUrl::ca_file, true},
                              {"cert", &RedisUrl::certificate_file, true},
                              {"key", &RedisUrl::key_file, true},
                              {"sentinel-user", &RedisUrl::sentinel_user, false},
                              {"sentinel-password", &RedisUrl::sentinel_password, false}};

Result<void> read_option(std::string_view text, RedisUrl& url) {
  const auto name = take_until(text, '=');
  for (const auto& option : options) {
    if (name != option.name) continue;
    if (option.needs_tls ? !url.tls : !url.is_sentinel()) {
      return wrong("has the option " + std::string(name) + " which is for " +
                   (option.needs_tls ? "rediss://" : "redis+sentinel://") + " alone");
    }
    const auto value = percent_decoded(text);
    if (!value || value->empty())
      return wrong("has the option " + std::string(name) + " without a value that can be read");
    url.*option.text = *value;
    return {};
  }
  return wrong("has an option that is none of cacert, cert, key, sentinel-user, sentinel-password");
}

Result<void> read_options(std::string_view text, RedisUrl& url) {
  while (!text.empty()) {
    if (auto read = read_option(take_until(text, '&'), url); !read) return read;
  }
  if (url.certificate_file.empty() != url.key_file.empty()) {
    return wrong("has only one of the options cert and key, which belong together");
  }
  return {};
}

Result<void> read_database(std::string_view text, RedisUrl& url) {
  if (text.empty()) return {};
  const auto database = whole_number(text, 1'000'000);
  if (!database) return wrong("has a database that is not a number");
  url.database = static_cast<int>(*database);
  return {};
}

/// What stands behind scheme and credentials.
Result<void> read_place(std::string_view text, bool sentinel, RedisUrl& url) {
  if (text.find('#') != std::string_view::npos) return wrong("has a # after the address");
  auto place = take_until(text, '?');
  const auto addresses = take_until(place, '/');
  if (sentinel) {
    if (auto read = read_sentinels(addresses, take_until(place, '/'), url); !read) return read;
  } else {
    auto address = read_address(addresses, 6379);
    if (!address) return tl::unexpected(address.error());
    url.address = std::move(*address);
  }
  if (auto read = read_database(place, url); !read) return read;
  return read_options(text, url);
}

}  // namespace

std::string RedisAddress::text() const {
  const bool ipv6 = host.find(':') != std::string::npos;
  return (ipv6 ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

std::string RedisUrl::name() const {
  auto name = std::string(tls ? "rediss" : "redis");
  if (is_sentinel()) {
    name += "+sentinel://";
    for (const auto& sentinel : sentinels) name += sentinel.text() + ",";
    name.back() = '/';
    name += master;
  } else {
    name += "://" + address.text();
  }
  return name + "/" + std::to_string(database);
}

Result<RedisUrl> parse_redis_url(const std::string& url) {
  RedisUrl parsed;
  std::string_view rest = url;
  const auto scheme = rest.substr(0, rest.find("://"));
  if (scheme == "redis+cluster" || scheme == "rediss+cluster") {
    return wrong("asks for Redis Cluster, which is not supported; give a single Redis");
  }
  const bool sentinel = scheme == "redis+sentinel" || scheme == "rediss+sentinel";
  if (!sentinel && scheme != "redis" && scheme != "rediss") {
    return wrong(
        "does not begin with redis://, rediss://, redis+sentinel:// or "
        "rediss+sentinel://");
  }
  parsed.tls = scheme.starts_with("rediss");
  rest.remove_prefix(scheme.size() + 3);
  // A password may hold / and ? undone, so the last @ ends it before anything else is looked for.
  if (const auto at = rest.rfind('@'); at != std::string_view::npos) {
    if (auto read = read_credentials(rest.substr(0, at), parsed); !read) {
      return tl::unexpected(read.error());
    }
    rest.remove_prefix(at + 1);
  }
  if (auto read = read_place(rest, sentinel, parsed); !read) return tl::unexpected(read.error());
  return parsed;
}

}  // namespace pancake
