#include "cli/text_table.h"

#include <algorithm>

namespace pancake {

namespace {

/// Columns that a cell takes: its code points without `ESC[…m`.
std::size_t width_of(const std::string& cell) {
  std::size_t width = 0;
  bool escape = false;
  for (const char c : cell) {
    if (c == '\x1b') escape = true;
    const bool continues = (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
    if (!escape && !continues) ++width;
    if (c == 'm') escape = false;
  }
  return width;
}

}  // namespace

TextTable::TextTable(std::string title, std::vector<std::string> columns)
    : title_(std::move(title)), columns_(std::move(columns)) {}

void TextTable::add(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }

void TextTable::drop_empty_last_column() {
  const auto has_last = [](const auto& row) { return !row.back().empty(); };
  if (columns_.size() < 2 || std::ranges::any_of(rows_, has_last)) return;
  columns_.pop_back();
  for (auto& row : rows_) row.pop_back();
}

void TextTable::write(std::ostream& out) const {
  if (rows_.empty()) return;
  std::vector<std::size_t> widths;
  for (std::size_t column = 0; column < columns_.size(); ++column) {
    std::size_t widest = width_of(columns_[column]);
    for (const auto& row : rows_) widest = std::max(widest, width_of(row[column]));
    widths.push_back(widest);
  }
  const auto write_row = [&](const std::vector<std::string>& cells) {
    std::string line = title_.empty() ? "" : "  ";
    for (std::size_t column = 0; column < cells.size(); ++column) {
      line += cells[column];
      line.append(widths[column] - width_of(cells[column]) + 2, ' ');
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out << line << '\n';
  };
  if (!title_.empty()) out << title_ << '\n';
  write_row(columns_);
  for (const auto& row : rows_) write_row(row);
}

}  // namespace pancake
