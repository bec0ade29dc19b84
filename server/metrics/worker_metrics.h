#pragma once

#include <memory>
#include <utility>
#include <vector>

#include "metrics/evaluation_counts.h"
#include "metrics/request_metrics.h"

namespace pancake {

/// Everything that one thread counts while it answers.
struct WorkerMetrics {
  WorkerMetrics(std::size_t routes, std::size_t extensions)
      : WorkerMetrics(std::make_shared<RequestMetrics>(routes), extensions) {}
  /// Counts requests on where `counted` is: they outlive a reload.
  WorkerMetrics(std::shared_ptr<RequestMetrics> counted, std::size_t extensions)
      : kept(std::move(counted)), requests(*kept), evaluations(extensions) {}

  std::shared_ptr<RequestMetrics> kept;
  RequestMetrics& requests;
  std::vector<EvaluationCounts> evaluations;  ///< by extension
};

}  // namespace pancake
