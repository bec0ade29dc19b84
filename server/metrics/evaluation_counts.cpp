#include "metrics/evaluation_counts.h"

#include <algorithm>

namespace pancake {

void EvaluationCounts::count(const FeatureTable& table, std::span<const Answer> answers) {
  find_places(table);
  const std::size_t size = std::min(answers.size(), places_.size());
  for (std::size_t feature = 0; feature < size; ++feature) {
    if (places_[feature] == most_features) continue;
    counters_[2 * places_[feature] + (answers[feature].is_active() ? 1 : 0)].add();
  }
}

void EvaluationCounts::count(const FeatureTable& table, std::size_t feature, bool active) {
  find_places(table);
  if (feature >= places_.size() || places_[feature] == most_features) return;
  counters_[2 * places_[feature] + (active ? 1 : 0)].add();
}

void EvaluationCounts::find_places(const FeatureTable& table) {
  const std::size_t size = table.switches.size() + table.flags.size() + table.samples.size();
  if (seen_ == &table && seen_revision_ == table.revision && places_.size() == size) return;
  seen_ = &table;
  seen_revision_ = table.revision;
  places_.clear();
  const std::scoped_lock lock(mutex_);
  for (const auto kind : {FeatureKind::switch_, FeatureKind::flag, FeatureKind::sample}) {
    for (const FeatureRow& row : table.of(kind)) {
      std::pair key(kind, row.definition.name);
      const auto old = known_.find(key);
      if (old != known_.end()) {
        places_.push_back(old->second);
      } else if (row.definition.fallback && known_.size() < most_features) {
        places_.push_back(known_.size());
        known_.emplace(std::move(key), known_.size());
      } else {
        places_.push_back(most_features);
      }
    }
  }
  if (known_.size() > capacity_) grow(known_.size());
}

void EvaluationCounts::grow(std::size_t features) {
  const std::size_t capacity = std::max(features, 2 * capacity_);
  auto grown = std::make_unique<Counter[]>(2 * capacity);
  for (std::size_t place = 0; place < 2 * capacity_; ++place) {
    grown[place].add(counters_[place].value());
  }
  counters_ = std::move(grown);
  capacity_ = capacity;
}

void EvaluationCounts::add_to(Rows& sum) const {
  const std::scoped_lock lock(mutex_);
  for (const auto& [key, place] : known_) {
    Row& row = sum[key];
    row.off += counters_[2 * place].value();
    row.on += counters_[2 * place + 1].value();
  }
}

}  // namespace pancake
