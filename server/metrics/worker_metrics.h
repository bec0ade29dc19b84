#pragma once

#include <vector>

#include "metrics/evaluation_counts.h"
#include "metrics/request_metrics.h"

namespace pancake {

/// Everything that one thread counts while it answers.
struct WorkerMetrics {
  WorkerMetrics(std::size_t routes, std::size_t extensions)
      : requests(routes), evaluations(extensions) {}

  RequestMetrics requests;
  std::vector<EvaluationCounts> evaluations;  ///< by extension
};

}  // namespace pancake
