#include "definitions/close_match.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace pancake {

namespace {

std::string lower(std::string_view text) {
  std::string lowered(text);
  std::ranges::transform(lowered, lowered.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return lowered;
}

/// How many bytes must be put in, taken out or replaced (Levenshtein).
std::size_t distance(std::string_view one, std::string_view other) {
  std::vector<std::size_t> row(other.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < one.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < other.size(); ++j) {
      const std::size_t replaced = diagonal + (one[i] == other[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, diagonal + 1, row[j] + 1});
    }
  }
  return row.back();
}

}  // namespace

std::vector<std::string> close_matches(std::string_view word,
                                       const std::vector<std::string>& candidates) {
  const auto typed = lower(word);
  const std::size_t tolerated = std::max<std::size_t>(1, typed.size() / 3);
  std::vector<std::pair<std::size_t, std::string>> close;
  for (const auto& candidate : candidates) {
    const auto wanted = lower(candidate);
    const bool begun = typed.size() >= 3 && wanted.starts_with(typed);
    const std::size_t away = begun ? 1 : distance(typed, wanted);
    if (away <= tolerated && away < wanted.size()) close.emplace_back(away, candidate);
  }
  std::ranges::sort(close);
  std::vector<std::string> names;
  names.reserve(close.size());
  for (auto& [away, name] : close) names.push_back(std::move(name));
  return names;
}

std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates) {
  const auto close = close_matches(word, candidates);
  return close.empty() ? "" : " Did you mean '" + close.front() + "'?";
}

}  // namespace pancake
