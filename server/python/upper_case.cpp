#include "python/upper_case.h"

#include <algorithm>

#include "python/upper_case_table.h"
#include "python/utf8.h"

namespace pancake {

namespace {

void append_upper(std::string& text, char32_t point) {
  const auto expansion =
      std::ranges::lower_bound(upper_case_expansions, point, {}, &UpperCaseExpansion::from);
  if (expansion != upper_case_expansions.end() && expansion->from == point) {
    for (const char32_t part : expansion->to) {
      if (part != 0) append_utf8(text, part);
    }
    return;
  }
  const auto run = std::ranges::lower_bound(upper_case_runs, point, {}, &UpperCaseRun::last);
  const bool moves =
      run != upper_case_runs.end() && point >= run->first && (point - run->first) % run->step == 0;
  append_utf8(text, moves ? point + static_cast<char32_t>(run->delta) : point);
}

}  // namespace

std::string upper_case(std::string_view text) {
  std::string upper;
  upper.reserve(text.size());
  for (std::size_t position = 0; position < text.size();) {
    const char byte = text[position];
    if (static_cast<unsigned char>(byte) < 0x80) {  // as nearly all names are
      upper += byte >= 'a' && byte <= 'z' ? static_cast<char>(byte - 'a' + 'A') : byte;
      ++position;
      continue;
    }
    if (const auto point = next_code_point(text, position)) {
      append_upper(upper, *point);
    } else {
      upper += text[position++];
    }
  }
  return upper;
}

}  // namespace pancake
