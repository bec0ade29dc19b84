#pragma once

#include <ostream>
#include <string>
#include <vector>

namespace pancake {

/// Columns of text for people, padded by code points; colours take no room. The last column is
/// not padded. Nothing is written without rows.
///
///   Switches
///     NAME       ACTIVE  DEFAULT
///     ON_OR_OFF  Yes     No
class TextTable {
 public:
  TextTable(std::string title, std::vector<std::string> columns);

  /// As many cells as columns; they must be safe to show already.
  void add(std::vector<std::string> cells);
  /// Takes the last column away if no row has anything in it.
  void drop_empty_last_column();
  [[nodiscard]] bool empty() const { return rows_.empty(); }
  void write(std::ostream& out) const;

 private:
  std::string title_;
  std::vector<std::string> columns_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace pancake
