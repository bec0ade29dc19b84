#include "admin/history.h"

#include <algorithm>
#include <boost/asio/use_awaitable.hpp>
#include <ranges>

#include "python/upper_case.h"
#include "store/change_log.h"

namespace pancake {

namespace {

using Part = Place::Part;

constexpr std::size_t entries_a_page = 1000;

/// What one entry did to one place.
struct Step {
  Place place;
  StoredText from;
  StoredText to;
};

std::vector<Step> steps_of(const LogEntry& entry) {
  if (entry.feature.empty()) return {};  // accept_state changes no feature
  if (entry.action == "define" || entry.action == "undefine") {
    return {{{Part::definition, entry.kind, entry.feature, {}, {}}, entry.from, entry.to}};
  }
  const auto key = upper_case(entry.feature);
  if (entry.group.empty()) return {{{Part::state, entry.kind, key, {}, {}}, entry.from, entry.to}};
  const auto place = [&](const std::string& id) {
    return Place{Part::override, FeatureKind::flag, key, entry.group, id};
  };
  if (entry.action != "clear_all_group") return {{place(entry.object_id), entry.from, entry.to}};
  std::vector<Step> steps;
  for (auto& [id, text] : parse_removed(entry.from.value_or(""))) {
    steps.push_back({place(id), std::move(text), std::nullopt});
  }
  return steps;
}

/// Every place that the log touched up to a revision, with what was there first and last.
std::map<Place, NetChange> touched(const LogSince& log, std::uint64_t to) {
  std::map<Place, NetChange> places;
  for (auto entry = log.entries.rbegin(); entry != log.entries.rend(); ++entry) {
    if (entry->revision > to) break;
    for (auto& step : steps_of(*entry)) {
      const auto [found, is_new] =
          places.try_emplace(step.place, NetChange{step.place, {}, step.from, {}});
      found->second.name = entry->feature;
      found->second.to = std::move(step.to);
    }
  }
  return places;
}

bool is_in_file(const ExtensionDefinition& extension, const Place& place) {
  return place.part == Part::definition &&
         std::ranges::any_of(extension.features, [&place](const FeatureDefinition& feature) {
           return feature.kind == place.kind && feature.name == place.key;
         });
}

tl::unexpected<Error> too_old(const std::string& extension, std::uint64_t revision,
                              const std::string& why) {
  return fail(ErrorCode::bad_value, "The log of '" + extension +
                                        "' does not reach back to revision " +
                                        std::to_string(revision) + ": " + why);
}

}  // namespace

boost::asio::awaitable<Result<LogSince>> read_log_since(Store& store, std::string extension,
                                                        std::uint64_t revision) {
  LogSince log{revision, {}};
  LogQuery query;
  query.limit = entries_a_page;
  for (;;) {
    const auto page = co_await store.log(extension, query);
    if (!page) co_return tl::unexpected(page.error());
    for (const auto& entry : *page) {
      if (entry.revision <= revision) co_return log;
      if (!entry.knows_from) {
        co_return too_old(extension, revision,
                          "revision " + std::to_string(entry.revision) +
                              " was written by a release that did not note what was there before.");
      }
      log.entries.push_back(entry);
    }
    if (page->size() < entries_a_page) break;
    query.before = page->back().revision;
  }
  // Nothing older is there. A log shorter than this never forgot anything.
  if (log.entries.size() < longest_log) co_return log;
  co_return too_old(
      extension, revision,
      "its oldest change is of revision " + std::to_string(log.entries.back().revision) + ".");
}

std::vector<NetChange> net_changes(const LogSince& log, std::uint64_t to) {
  std::vector<NetChange> changes;
  for (auto& [place, change] : touched(log, to)) {
    if (change.from != change.to) changes.push_back(change);
  }
  return changes;
}

std::string rollback_reason(std::uint64_t revision, const std::string& reason) {
  const auto text = "rollback to " + std::to_string(revision);
  return reason.empty() ? text : text + ": " + reason;
}

ChangePlan rollback_plan(const ExtensionDefinition& extension, const LogSince& log,
                         const StoredState& current) {
  const auto have = contents_of(current);
  ChangePlan plan;
  for (const auto& [place, change] : touched(log, UINT64_MAX)) {
    const auto found = have.find(place);
    const auto now = found == have.end() ? StoredText() : StoredText(found->second);
    if (now == change.from) continue;
    if (is_in_file(extension, place)) {
      plan.skipped.push_back(std::string(to_text(place.kind)) + " '" + place.key +
                             "' is defined in the definitions file by now");
      continue;
    }
    auto back = change_to(place, change.name, change.from);
    if (back) {
      plan.writes.push_back({*std::move(back), now});
    } else {
      plan.skipped.push_back(back.error().message);
    }
  }
  return plan;
}

}  // namespace pancake
