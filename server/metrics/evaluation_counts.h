#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "metrics/counter.h"
#include "pancake/evaluation.h"
#include "sync/feature_table.h"

namespace pancake {

/// How often each defined feature of one extension answered on and off, counted by one thread.
/// Features that nobody defined are not counted: their names come from the store, and there is
/// no end to them.
class EvaluationCounts {
 public:
  struct Row {
    std::uint64_t off = 0;
    std::uint64_t on = 0;
  };
  using Rows = std::map<std::pair<FeatureKind, std::string>, Row>;

  /// Counts the answers of all features of a table, by feature index (switches, flags, samples).
  void count(const FeatureTable& table, std::span<const Answer> answers);
  /// Counts one answer.
  void count(const FeatureTable& table, std::size_t feature, bool active);

  /// Adds what was counted so far to `sum`. Any thread.
  void add_to(Rows& sum) const;

 private:
  static constexpr std::size_t most_features = 10'000;

  void find_places(const FeatureTable& table);
  void grow(std::size_t features);

  mutable std::mutex mutex_;  ///< held to grow and to read, never to count
  std::map<std::pair<FeatureKind, std::string>, std::size_t> known_;  ///< guarded by mutex_
  std::unique_ptr<Counter[]> counters_;  ///< off and on of each known feature; grown under mutex_
  std::size_t capacity_ = 0;             ///< in features

  // Where the features of the table seen last are counted, so that no name is looked up again.
  const FeatureTable* seen_ = nullptr;
  std::uint64_t seen_revision_ = 0;
  std::vector<std::size_t> places_;  ///< by feature index; most_features: not counted
};

}  // namespace pancake
