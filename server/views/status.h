#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "pancake/evaluation.h"
#include "sync/feature_table.h"

namespace pancake {

/// The body of `/status` of one revision with the answers left open: everything else is
/// written once, so that a visitor costs a few copies and no JSON library.
///
///   {"flags":[{"is_active":  ?  ,"name":"A"},{"is_active":  ?  ,"name":"B"}],"samples":[ …
///   └────── piece 0 ───────┘   └────────── piece 1 ───────┘
class StatusForm {
 public:
  /// Features that nobody defined are left out. The table is not needed afterwards.
  explicit StatusForm(const FeatureTable& table);

  /// The body for one visitor. `answers` are those of the table's full snapshot, by feature
  /// index: one each.
  [[nodiscard]] std::string fill(std::span<const Answer> answers) const;

 private:
  void add_kind(std::string_view member, const std::vector<FeatureRow>& rows,
                std::uint32_t first_feature);

  std::vector<std::string> pieces_;      ///< one more than features_
  std::vector<std::uint32_t> features_;  ///< whose answer stands behind each piece but the last
  std::size_t size_ = 0;                 ///< of all pieces
};

/// The JSON body of `/status` and of `pancake status --json` for one visitor: flask-pancake
/// 0.5.2's fields. `answers` are those of the table's full snapshot, by feature index; features
/// that nobody defined are left out.
[[nodiscard]] std::string status_json(const FeatureTable& table, std::span<const Answer> answers);

}  // namespace pancake
