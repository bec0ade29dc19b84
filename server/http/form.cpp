#include "http/form.h"

#include <algorithm>

namespace pancake {
namespace {

std::optional<std::string> form_decoded(std::string_view text) {
  std::string with_blanks(text);
  std::replace(with_blanks.begin(), with_blanks.end(), '+', ' ');
  return percent_decoded(with_blanks);
}

}  // namespace

void append_percent_encoded(std::string& out, std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  for (const char character : text) {
    const auto byte = static_cast<unsigned char>(character);
    const bool is_letter = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
    const bool is_digit = byte >= '0' && byte <= '9';
    if (is_letter || is_digit ||
        std::string_view("-._~").find(character) != std::string_view::npos) {
      out += character;
    } else {
      out.append({'%', digits[byte >> 4U], digits[byte & 15U]});
    }
  }
}

std::string percent_encoded(std::string_view text) {
  std::string encoded;
  append_percent_encoded(encoded, text);
  return encoded;
}

std::optional<std::string> find_form_value(std::string_view form, std::string_view name) {
  while (!form.empty()) {
    const std::size_t end = std::min(form.find('&'), form.size());
    const std::string_view member = form.substr(0, end);
    form.remove_prefix(std::min(end + 1, form.size()));
    const std::size_t equals = std::min(member.find('='), member.size());
    if (form_decoded(member.substr(0, equals)) != name) continue;
    auto value = form_decoded(member.substr(std::min(equals + 1, member.size())));
    if (value) return value;
  }
  return std::nullopt;
}

}  // namespace pancake
