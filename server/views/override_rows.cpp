#include "views/override_rows.h"

#include <algorithm>
#include <utility>

namespace pancake {

std::vector<Snapshot::OverrideRow> override_rows(const Snapshot& snapshot) {
  std::vector<Snapshot::OverrideRow> rows;
  rows.reserve(snapshot.override_row_count());
  for (std::uint32_t row = 0; row < snapshot.override_row_count(); ++row) {
    const auto said = snapshot.override_row(row);
    if (said.counts) rows.push_back(said);
  }
  const auto place = [](const Snapshot::OverrideRow& row) {
    return std::pair(row.group, row.object_id);
  };
  if (!std::ranges::is_sorted(rows, {}, place)) std::ranges::sort(rows, {}, place);
  return rows;
}

}  // namespace pancake
