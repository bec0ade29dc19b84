#include "metrics/families.h"
#include "routes/access.h"
#include "routes/route.h"
#include "routes/table.h"

namespace pancake {
namespace {

/// Whether somebody who may read some extension's figures may read this one's; null: everybody
/// may.
bool may_see(const Caller* caller, const PublishedExtension& extension) {
  return caller == nullptr || caller->may(Right::read, extension.definition().name);
}

void add_store_families(Families& families, const Site& site, const Caller* caller) {
  Family connected =
      gauge_family("pancake_store_connected", "Whether the store is being followed.");
  Family age = gauge_family("pancake_state_age_seconds",
                            "How long what is served has not been known to be what the store "
                            "says; 0 while it is followed and believed.");
  Family held = gauge_family("pancake_store_held",
                             "Whether the store's state is not believed, because it is older than "
                             "what is served.");
  Family from_disk = gauge_family("pancake_state_from_disk",
                                  "Whether the last known good state of the disk is served.");
  Family revision = gauge_family("pancake_revision", "The revision that is served.");
  Family problems =
      gauge_family("pancake_state_problems", "Things in the store that cannot be used.");
  for (const auto& extension : site.extensions) {
    if (!may_see(caller, *extension)) continue;
    const std::vector<Label> labels{{"extension", extension->definition().name}};
    const SyncHealth health = extension->health();
    add_value(connected, health.connected ? 1 : 0, labels);
    add_value(age, health.age.count(), labels);
    add_value(held, health.held.empty() ? 0 : 1, labels);
    add_value(from_disk, health.source == StateSource::disk ? 1 : 0, labels);
    const auto published = extension->current();
    if (!published) continue;
    add_value(revision, static_cast<double>(published->table.revision), labels);
    add_value(problems, static_cast<double>(published->table.problems.size()), labels);
  }
  for (Family* family : {&connected, &age, &held, &from_disk, &revision, &problems}) {
    families.push_back(std::move(*family));
  }
}

Family evaluations(const Site& site, const Caller* caller) {
  Family all = counter_family("pancake_evaluations_total",
                              "Answers to visitors, by defined feature and answer.");
  for (std::size_t place = 0; place < site.extensions.size(); ++place) {
    if (!may_see(caller, *site.extensions[place])) continue;
    EvaluationCounts::Rows rows;
    for (const auto& worker : site.worker_metrics) worker->evaluations[place].add_to(rows);
    for (const auto& [key, row] : rows) {
      std::vector<Label> labels{{"extension", site.extensions[place]->definition().name},
                                {"kind", std::string(to_text(key.first))},
                                {"feature", key.second},
                                {"answer", "false"}};
      add_value(all, static_cast<double>(row.off), labels);
      labels.back().value = "true";
      add_value(all, static_cast<double>(row.on), std::move(labels));
    }
  }
  return all;
}

}  // namespace

Reply metrics_route(RouteContext& context) {
  const Site& site = context.site;
  std::optional<Caller> known;
  if (!site.metrics_public) {
    auto caller = authorize(site, context.request, Right::read, "");
    if (!caller) return std::move(caller.error());
    known = std::move(*caller);
  }
  const Caller* caller = known ? &*known : nullptr;
  Families families;
  families.push_back(gauge_family("pancake_build_info", "Always 1; the labels say what runs."));
  add_value(families.back(), 1, {{"version", PANCAKE_VERSION}});
  add_store_families(families, site, caller);
  families.push_back(counter_family("pancake_last_known_good_write_failures_total",
                                    "Attempts to keep a state on the disk that failed."));
  add_value(families.back(), static_cast<double>(site.write_failures ? site.write_failures() : 0));
  add_request_families(families, site.worker_metrics, route_patterns());
  families.push_back(evaluations(site, caller));
  add_process_families(families);
  Response response(Status::ok, exposition_type, exposition(families));
  response.add("Cache-Control", "no-store");
  return response;
}

}  // namespace pancake
