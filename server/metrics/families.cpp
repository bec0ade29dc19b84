#include "metrics/families.h"

#include <prometheus/text_serializer.h>

#include "metrics/process_figures.h"

namespace pancake {
namespace {

using Workers = std::vector<std::unique_ptr<WorkerMetrics>>;
using prometheus::ClientMetric;
using prometheus::MetricType;

double seconds(std::chrono::microseconds time) { return static_cast<double>(time.count()) / 1e6; }

Family family(MetricType type, std::string name, std::string help) {
  Family made;
  made.type = type;
  made.name = std::move(name);
  made.help = std::move(help);
  return made;
}

/// A counter of each worker, added up.
template <typename Read>
double sum_of(const Workers& workers, Read read) {
  std::uint64_t sum = 0;
  for (const auto& worker : workers) sum += read(*worker);
  return static_cast<double>(sum);
}

/// Places of the workers' routes, with their names: those of the table and the two behind it.
std::vector<std::string> route_names(const std::vector<std::string_view>& patterns) {
  std::vector<std::string> names(patterns.begin(), patterns.end());
  names.emplace_back("(none)");
  names.emplace_back("(refused)");
  return names;
}

Family requests(const Workers& workers, const std::vector<std::string>& names) {
  Family all = counter_family("pancake_http_requests_total",
                              "Requests that were answered, by route and status code.");
  for (std::size_t route = 0; route < names.size(); ++route) {
    for (unsigned status = 0; status < RouteMetrics::statuses; ++status) {
      const double count = sum_of(workers, [&](const WorkerMetrics& worker) {
        return worker.requests.routes()[route].by_status[status].value();
      });
      if (count == 0) continue;
      add_value(
          all, count,
          {{"route", names[route]}, {"code", std::to_string(status + RouteMetrics::first_status)}});
    }
  }
  return all;
}

ClientMetric latency_of(const Workers& workers, std::size_t route) {
  ClientMetric metric;
  for (std::size_t bucket = 0; bucket <= Latency::bounds.size(); ++bucket) {
    metric.histogram.sample_count +=
        static_cast<std::uint64_t>(sum_of(workers, [&](const WorkerMetrics& worker) {
          return worker.requests.routes()[route].latency.in_bucket(bucket);
        }));
    // The last bucket, +Inf, is everything: the library writes it.
    if (bucket == Latency::bounds.size()) break;
    ClientMetric::Bucket up_to;
    up_to.cumulative_count = metric.histogram.sample_count;
    up_to.upper_bound = seconds(Latency::bounds[bucket]);
    metric.histogram.bucket.push_back(up_to);
  }
  for (const auto& worker : workers) {
    metric.histogram.sample_sum += worker->requests.routes()[route].latency.total_seconds();
  }
  return metric;
}

Family latencies(const Workers& workers, const std::vector<std::string>& names) {
  Family all = family(MetricType::Histogram, "pancake_http_request_duration_seconds",
                      "From a request's last byte to its answer, by route.");
  for (std::size_t route = 0; route + 1 < names.size(); ++route) {
    ClientMetric metric = latency_of(workers, route);
    if (metric.histogram.sample_count == 0) continue;
    metric.label = {{"route", names[route]}};
    all.metric.push_back(std::move(metric));
  }
  return all;
}

Family open_now(std::string name, std::string help, double opened, double closed) {
  Family gauge = gauge_family(std::move(name), std::move(help));
  add_value(gauge, std::max(opened - closed, 0.0));
  return gauge;
}

}  // namespace

Family counter_family(std::string name, std::string help) {
  return family(MetricType::Counter, std::move(name), std::move(help));
}

Family gauge_family(std::string name, std::string help) {
  return family(MetricType::Gauge, std::move(name), std::move(help));
}

void add_value(Family& family, double value, std::vector<Label> labels) {
  ClientMetric metric;
  metric.label = std::move(labels);
  if (family.type == MetricType::Counter) {
    metric.counter.value = value;
  } else {
    metric.gauge.value = value;
  }
  family.metric.push_back(std::move(metric));
}

void add_request_families(Families& families, const Workers& workers,
                          const std::vector<std::string_view>& patterns) {
  const auto names = route_names(patterns);
  families.push_back(requests(workers, names));
  families.push_back(latencies(workers, names));
  // What was closed is read first, so that a difference is never below what is open.
  const double closed =
      sum_of(workers, [](const auto& w) { return w.requests.connections_closed.value(); });
  const double opened =
      sum_of(workers, [](const auto& w) { return w.requests.connections_opened.value(); });
  families.push_back(
      counter_family("pancake_http_connections_total", "Connections that were accepted."));
  add_value(families.back(), opened);
  families.push_back(
      open_now("pancake_http_connections", "Connections that are open.", opened, closed));
  const double ended =
      sum_of(workers, [](const auto& w) { return w.requests.streams_closed.value(); });
  const double begun =
      sum_of(workers, [](const auto& w) { return w.requests.streams_opened.value(); });
  families.push_back(
      open_now("pancake_sse_clients", "Clients that listen to server-sent events.", begun, ended));
}

void add_process_families(Families& families) {
  const ProcessFigures figures = process_figures();
  const auto add_gauge = [&](const char* name, const char* help, double value) {
    families.push_back(gauge_family(name, help));
    add_value(families.back(), value);
  };
  families.push_back(counter_family("process_cpu_seconds_total", "CPU time, user and system."));
  add_value(families.back(), figures.cpu_seconds);
  add_gauge("process_resident_memory_bytes", "Memory in use.", figures.resident_bytes);
  add_gauge("process_virtual_memory_bytes", "Address space in use.", figures.virtual_bytes);
  add_gauge("process_open_fds", "Open file descriptors.", figures.open_fds);
  add_gauge("process_max_fds", "Most file descriptors that may be open.", figures.max_fds);
  add_gauge("process_start_time_seconds", "When the process started, in seconds since 1970.",
            figures.start_time_seconds);
}

std::string exposition(const Families& families) {
  return prometheus::TextSerializer().Serialize(families);
}

}  // namespace pancake
