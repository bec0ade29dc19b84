#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/session.h"
#include "pancake/evaluation.h"
#include "pancake/snapshot.h"

namespace pancake {

/// A visitor of the command line, ready to be evaluated.
class EvaluatedVisitor {
 public:
  /// Error unknown_group if the visitor has an id in a group that the extension lacks. Without
  /// a key one is drawn, as for a browser that comes without cookie.
  [[nodiscard]] static Result<EvaluatedVisitor> make(const Session& session, GivenVisitor given);

  [[nodiscard]] const GivenVisitor& given() const { return given_; }
  [[nodiscard]] const std::string& key() const { return key_; }
  /// Whether the key was drawn just now.
  [[nodiscard]] bool is_new() const { return !given_.key.has_value(); }

  /// Evaluates one feature, or all of them by index, of a snapshot of the extension.
  [[nodiscard]] Evaluation evaluate_one(const Snapshot& snapshot, std::uint32_t feature) const;
  [[nodiscard]] std::vector<Answer> evaluate_everything(const Snapshot& snapshot) const;

 private:
  EvaluatedVisitor() = default;

  using Ids = std::vector<std::optional<std::string_view>>;
  /// The ids in the order of the snapshot's groups.
  [[nodiscard]] Ids ids_for(const Snapshot& snapshot) const;

  GivenVisitor given_;
  std::string key_;
};

}  // namespace pancake
