#include "http/accept.h"

#include <boost/beast/core/string.hpp>
#include <charconv>

namespace pancake {
namespace {

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// Cuts the part up to the next `separator` off the front of `text`.
std::string_view next_part(std::string_view& text, char separator) {
  const std::size_t end = std::min(text.find(separator), text.size());
  const std::string_view part = trimmed(text.substr(0, end));
  text.remove_prefix(std::min(end + 1, text.size()));
  return part;
}

/// q of a range's parameters: 1 without one, below 0 if there are others or it is no number.
double quality(std::string_view parameters) {
  double q = 1;
  while (!parameters.empty()) {
    const std::string_view parameter = next_part(parameters, ';');
    if (parameter.empty()) continue;
    if (!boost::beast::iequals(parameter.substr(0, 2), "q=")) return -1;
    const std::string_view number = parameter.substr(2);
    const auto [end, problem] = std::from_chars(number.data(), number.data() + number.size(), q);
    if (problem != std::errc() || end != number.data() + number.size() || !(q >= 0 && q <= 1)) {
      return -1;
    }
  }
  return q;
}

/// 3 for the type itself, 2 for `type/*`, 1 for `*/*`, 0 for no match.
int specificity(std::string_view range, std::string_view type) {
  if (boost::beast::iequals(range, type)) return 3;
  if (range == "*/*") return 1;
  const std::size_t family = type.find('/') + 1;
  const bool whole_family = range.size() == family + 1 && range.back() == '*' &&
                            boost::beast::iequals(range.substr(0, family), type.substr(0, family));
  return whole_family ? 2 : 0;
}

}  // namespace

double quality_of(std::string_view accept, std::string_view type) {
  int best_match = 0;
  double best_quality = 0;
  while (!accept.empty()) {
    std::string_view parameters = next_part(accept, ',');
    const std::string_view range = next_part(parameters, ';');
    const int match = specificity(range, type);
    const double q = quality(parameters);
    if (q < 0 || match == 0 || match < best_match) continue;
    best_quality = match == best_match ? std::max(best_quality, q) : q;
    best_match = match;
  }
  return best_quality;
}

std::optional<double> quality_of_word(std::string_view list, std::string_view word) {
  while (!list.empty()) {
    std::string_view parameters = next_part(list, ',');
    if (!boost::beast::iequals(next_part(parameters, ';'), word)) continue;
    const double q = quality(parameters);
    if (q >= 0) return q;
  }
  return std::nullopt;
}

}  // namespace pancake
