#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "pancake/evaluation.h"
#include "sync/feature_table.h"

namespace pancake {

/// The body of `/status` of one revision, written once with the answer that most visitors have, so
/// that a visitor costs a comparison a feature, and a copy of what lies between those that differ.
///
///   {"flags":[{"is_active":false,"name":"A"},{"is_active":true,"name":"B"}],"samples":[ …
///                          └ begin
class StatusForm {
 public:
  /// Features that nobody defined are left out. The table is not needed afterwards.
  explicit StatusForm(const FeatureTable& table);

  /// The body for one visitor. `answers` are those of the table's full snapshot, by feature
  /// index: one each.
  [[nodiscard]] std::string fill(std::span<const Answer> answers) const;

 private:
  /// Where an answer stands.
  struct Place {
    std::uint32_t feature;
    std::uint32_t begin;  ///< of its text in usual_
    bool usual;           ///< what stands there
  };

  void add_kind(std::string_view member, const std::vector<FeatureRow>& rows,
                std::uint32_t first_feature);

  std::string usual_;
  std::vector<Place> places_;
};

/// The JSON body of `/status` and of `pancake status --json` for one visitor: flask-pancake
/// 0.5.2's fields. `answers` are those of the table's full snapshot, by feature index; features
/// that nobody defined are left out.
[[nodiscard]] std::string status_json(const FeatureTable& table, std::span<const Answer> answers);

}  // namespace pancake
