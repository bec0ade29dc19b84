#include "views/override_rows.h"

namespace pancake {

std::vector<Snapshot::OverrideRow> override_rows(const Snapshot& snapshot) {
  std::vector<Snapshot::OverrideRow> rows;
  rows.reserve(snapshot.override_row_count());
  for (std::uint32_t row = 0; row < snapshot.override_row_count(); ++row) {
    rows.push_back(snapshot.override_row(row));
  }
  return rows;
}

}  // namespace pancake
