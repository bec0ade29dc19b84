#include "http/grammar.h"

#include <algorithm>
#include <array>
#include <boost/asio/ip/address_v6.hpp>
#include <charconv>
#include <cstdint>

namespace pancake {
namespace {

/// What a byte may stand for, one bit each.
enum Class : std::uint8_t {
  token = 1,
  value = 2,
  digit = 4,
  hexadecimal = 8,
  name = 16,       ///< unreserved / sub-delims, without the comma: a registered name
  path = 32,       ///< pchar without "%" / "/"
  quoted = 64,     ///< qdtext
  escapable = 128  ///< what a backslash may stand before in a quoted string
};

constexpr bool among(int byte, std::string_view characters) {
  return byte < 0x80 && characters.find(static_cast<char>(byte)) != std::string_view::npos;
}

constexpr std::uint8_t classes_of(int byte) {
  const bool is_digit = byte >= '0' && byte <= '9';
  const bool is_letter = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
  const bool is_plain = is_digit || is_letter;
  const bool is_text = (byte >= 0x20 && byte != 0x7F) || byte == '\t';
  int classes = 0;
  if (is_plain || among(byte, "!#$%&'*+-.^_`|~")) classes |= token;
  if (is_text) classes |= value | escapable;
  if (is_text && byte != '"' && byte != '\\') classes |= quoted;
  if (is_digit) classes |= digit;
  if (is_digit || (byte >= 'a' && byte <= 'f') || (byte >= 'A' && byte <= 'F')) {
    classes |= hexadecimal;
  }
  if (is_plain || among(byte, "-._~!$&'()*+;=")) classes |= name;
  if (is_plain || among(byte, "-._~!$&'()*+;=,:@/")) classes |= path;
  return static_cast<std::uint8_t>(classes);
}

constexpr std::array<std::uint8_t, 256> table = [] {
  std::array<std::uint8_t, 256> all{};
  for (int byte = 0; byte < 256; ++byte) all[static_cast<std::size_t>(byte)] = classes_of(byte);
  return all;
}();

bool is(Class wanted, char character) noexcept {
  return (table[static_cast<unsigned char>(character)] & wanted) != 0;
}

bool all_are(Class wanted, std::string_view text) noexcept {
  return std::all_of(text.begin(), text.end(), [&](char c) { return is(wanted, c); });
}

/// Whether the text begins with "%" and two hexadecimal digits.
bool is_escape(std::string_view text) noexcept {
  return text.size() >= 3 && text[0] == '%' && is(hexadecimal, text[1]) && is(hexadecimal, text[2]);
}

/// Characters of one class and percent-escapes.
bool is_escaped_text(Class wanted, std::string_view text) noexcept {
  while (!text.empty()) {
    if (is(wanted, text.front())) {
      text.remove_prefix(1);
    } else if (is_escape(text)) {
      text.remove_prefix(3);
    } else {
      return false;
    }
  }
  return true;
}

bool is_ip_literal(std::string_view text) {
  if (text.starts_with('v') || text.starts_with('V')) {  // IPvFuture
    const std::size_t dot = std::min(text.find('.'), text.size());
    const std::string_view version = text.substr(1, dot - 1);
    const std::string_view rest = text.substr(std::min(dot + 1, text.size()));
    return !version.empty() && all_are(hexadecimal, version) && !rest.empty() &&
           std::all_of(rest.begin(), rest.end(), [](char c) { return c == ':' || is(name, c); });
  }
  if (text.find('%') != std::string_view::npos) return false;  // zones are for one machine only
  boost::system::error_code error;
  boost::asio::ip::make_address_v6(std::string(text), error);
  return !error;
}

bool is_port(std::string_view text) noexcept {
  unsigned number = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  return all_are(digit, text) && (text.empty() || (problem == std::errc() && number <= 65'535));
}

void skip_blanks(std::string_view& text) noexcept {
  text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
}

bool skip_token(std::string_view& text) noexcept {
  const auto end = std::find_if_not(text.begin(), text.end(), [](char c) { return is(token, c); });
  const auto size = static_cast<std::size_t>(end - text.begin());
  text.remove_prefix(size);
  return size > 0;
}

bool skip_quoted_text(std::string_view& text) noexcept {
  text.remove_prefix(1);
  while (!text.empty() && text.front() != '"') {
    const bool escaped = text.front() == '\\';
    if (escaped) text.remove_prefix(1);
    if (text.empty() || !is(escaped ? escapable : quoted, text.front())) return false;
    text.remove_prefix(1);
  }
  if (text.empty()) return false;
  text.remove_prefix(1);
  return true;
}

}  // namespace

bool is_token(std::string_view text) noexcept { return !text.empty() && all_are(token, text); }

bool is_field_value(std::string_view text) noexcept { return all_are(value, text); }

bool is_path_and_query(std::string_view text) noexcept {
  if (!text.starts_with('/')) return false;
  const std::size_t mark = std::min(text.find('?'), text.size());
  if (!is_escaped_text(path, text.substr(0, mark))) return false;
  std::string_view query = text.substr(mark);
  while (!query.empty()) {  // a query may have further question marks
    query.remove_prefix(1);
    const std::size_t next = std::min(query.find('?'), query.size());
    if (!is_escaped_text(path, query.substr(0, next))) return false;
    query.remove_prefix(next);
  }
  return true;
}

bool is_host_and_port(std::string_view text) {
  if (text.starts_with('[')) {
    const std::size_t end = text.find(']');
    if (end == std::string_view::npos || !is_ip_literal(text.substr(1, end - 1))) return false;
    const std::string_view rest = text.substr(end + 1);
    return rest.empty() || (rest.front() == ':' && is_port(rest.substr(1)));
  }
  const std::size_t colon = std::min(text.find(':'), text.size());
  return colon > 0 && is_escaped_text(name, text.substr(0, colon)) &&
         is_port(text.substr(std::min(colon + 1, text.size())));
}

bool is_chunk_extension(std::string_view text) noexcept {
  while (!text.empty()) {
    skip_blanks(text);
    if (!text.starts_with(';')) return false;
    text.remove_prefix(1);
    skip_blanks(text);
    if (!skip_token(text)) return false;
    std::string_view behind = text;
    skip_blanks(behind);
    if (!behind.starts_with('=')) continue;
    text = behind.substr(1);
    skip_blanks(text);
    if (!(text.starts_with('"') ? skip_quoted_text(text) : skip_token(text))) return false;
  }
  return true;
}

}  // namespace pancake
