#pragma once

#include <prometheus/metric_family.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "metrics/worker_metrics.h"

namespace pancake {

/// A metric's name, type, help and values, as the library writes them.
using Family = prometheus::MetricFamily;
using Families = std::vector<Family>;
using Label = prometheus::ClientMetric::Label;

[[nodiscard]] Family counter_family(std::string name, std::string help);
[[nodiscard]] Family gauge_family(std::string name, std::string help);

/// Adds one value. The family says whether it is a counter or a gauge.
void add_value(Family& family, double value, std::vector<Label> labels = {});

/// All workers together: requests by route and code, latencies by route, connections, streams.
/// `patterns` are the routes' names, in the order of the table; routes that were never asked
/// are left out.
void add_request_families(Families& families,
                          const std::vector<std::unique_ptr<WorkerMetrics>>& workers,
                          const std::vector<std::string_view>& patterns);

/// CPU, memory, descriptors, start.
void add_process_families(Families& families);

/// The text that Prometheus reads, format 0.0.4.
[[nodiscard]] std::string exposition(const Families& families);
inline constexpr std::string_view exposition_type = "text/plain; version=0.0.4; charset=utf-8";

}  // namespace pancake
