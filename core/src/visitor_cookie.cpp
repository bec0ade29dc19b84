#include "pancake/visitor_cookie.h"

namespace pancake {
namespace {

constexpr std::string_view alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr char version = '1';

}  // namespace

std::optional<std::string_view> read_visitor_cookie(std::string_view cookie_value) noexcept {
  if (cookie_value.size() != 4 || cookie_value.front() != version) return std::nullopt;
  const std::string_view key = cookie_value.substr(1);
  if (key.find_first_not_of(alphabet) != std::string_view::npos) return std::nullopt;
  return key;
}

std::array<char, 4> write_visitor_cookie(std::uint32_t random_bits) noexcept {
  return {version, alphabet[(random_bits >> 12U) & 63U], alphabet[(random_bits >> 6U) & 63U],
          alphabet[random_bits & 63U]};
}

}  // namespace pancake
