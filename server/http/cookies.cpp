#include "http/cookies.h"

#include "http/http_date.h"

namespace pancake {
namespace {

constexpr std::int64_t year_in_seconds = 31'536'000;

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

bool is_octal(char character, char highest) { return character >= '0' && character <= highest; }

/// `"a\"b\303\274"` -> `a"b` and the bytes of ü.
std::string unquoted(std::string_view value) {
  if (value.size() < 2 || value.front() != '"' || value.back() != '"') return std::string(value);
  value = value.substr(1, value.size() - 2);
  std::string plain;
  plain.reserve(value.size());
  for (std::size_t index = 0; index < value.size(); ++index) {
    if (value[index] != '\\' || index + 1 == value.size()) {
      plain += value[index];
    } else if (index + 3 < value.size() && is_octal(value[index + 1], '3') &&
               is_octal(value[index + 2], '7') && is_octal(value[index + 3], '7')) {
      plain += static_cast<char>((value[index + 1] - '0') * 64 + (value[index + 2] - '0') * 8 +
                                 (value[index + 3] - '0'));
      index += 3;
    } else {
      plain += value[++index];
    }
  }
  return plain;
}

/// Where a cookie's value ends: at the next `;` that is not inside quotes.
std::size_t end_of_value(std::string_view header, std::size_t start) {
  const std::size_t first = header.find_first_not_of(" \t", start);
  if (first != std::string_view::npos && header[first] == '"') {
    for (std::size_t index = first + 1; index < header.size(); ++index) {
      if (header[index] == '\\') {
        ++index;
      } else if (header[index] == '"') {
        const std::size_t after = header.find_first_not_of(" \t", index + 1);
        if (after == std::string_view::npos) return header.size();
        if (header[after] == ';') return after;
        break;  // text behind the quotes: they are part of a plain value
      }
    }
  }
  return std::min(header.find(';', start), header.size());
}

/// Attributes after the format's defaults are applied.
CookieOptions effective(const CookieDefinition& cookie, bool over_tls) {
  CookieOptions options = cookie.options;
  if (!options.path) options.path = "/";
  if (cookie.format == CookieFormat::visitor) {
    if (!options.same_site) options.same_site = "Lax";
    if (!options.max_age) options.max_age = year_in_seconds;
    if (!options.secure) options.secure = over_tls;
  } else if (!options.given) {
    options.http_only = true;
    options.same_site = "Lax";
  }
  return options;
}

}  // namespace

std::optional<std::string> find_cookie(std::string_view header, std::string_view name) {
  std::size_t start = 0;
  while (start < header.size()) {
    const std::size_t name_end = std::min(header.find_first_of("=;", start), header.size());
    const std::string_view found = trimmed(header.substr(start, name_end - start));
    std::string_view value;
    std::size_t end = name_end;
    if (name_end < header.size() && header[name_end] == '=') {
      end = end_of_value(header, name_end + 1);
      value = trimmed(header.substr(name_end + 1, end - name_end - 1));
    }
    if (!found.empty() && found == name) return unquoted(value);
    start = end + 1;
  }
  return std::nullopt;
}

std::string write_cookie(const CookieDefinition& cookie, std::string_view value, bool over_tls,
                         std::chrono::system_clock::time_point now) {
  const CookieOptions options = effective(cookie, over_tls);
  const bool partitioned = options.partitioned.value_or(false);
  std::string text = cookie.name;
  text.append("=").append(value);
  if (options.domain && !options.domain->empty()) text.append("; Domain=").append(*options.domain);
  if (options.max_age) {
    text.append("; Expires=").append(http_date(now + std::chrono::seconds(*options.max_age)));
    text.append("; Max-Age=").append(std::to_string(*options.max_age));
  }
  if (options.secure.value_or(false) || partitioned) text += "; Secure";
  if (options.http_only.value_or(false)) text += "; HttpOnly";
  if (!options.path->empty()) text.append("; Path=").append(*options.path);
  if (options.same_site) text.append("; SameSite=").append(*options.same_site);
  if (partitioned) text += "; Partitioned";
  return text;
}

}  // namespace pancake
