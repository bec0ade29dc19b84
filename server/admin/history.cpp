#include "admin/history.h"

#include <algorithm>
#include <boost/asio/use_awaitable.hpp>
#include <ranges>
#include <set>
#include <string_view>

#include "python/upper_case.h"
#include "store/change_log.h"

namespace pancake {

namespace {

using Part = Place::Part;

constexpr std::size_t entries_a_page = 1000;
constexpr std::string_view acceptance = "accept_state";

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
          places.try_emplace(step.place, NetChange{step.place, {}, step.from, {}, {}});
      found->second.name = entry->feature;
      found->second.to = std::move(step.to);
      found->second.authors.insert(entry->who);
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

/// The revisions that a log can answer for, and why not older ones.
struct KnownRange {
  std::uint64_t oldest = 0;
  std::uint64_t newest = 0;
  bool begins_accepted = false;  ///< it begins where somebody accepted what a store held
};

boost::asio::awaitable<Result<KnownRange>> read_known_range(Store& store, std::string extension,
                                                            std::uint64_t newest) {
  KnownRange range{0, newest, false};
  LogQuery query;
  query.limit = entries_a_page;
  for (;;) {
    const auto page = co_await store.log(extension, query);
    if (!page) co_return tl::unexpected(page.error());
    for (const auto& entry : *page) {
      range.oldest = entry.revision;
      range.begins_accepted = entry.action == acceptance;
      if (range.begins_accepted) co_return range;
    }
    if (page->size() < entries_a_page) co_return range;
    query.before = page->back().revision;
  }
}

Error not_known(const std::string& extension, std::uint64_t revision, const KnownRange& range) {
  auto text = "Revision " + std::to_string(revision) + " of '" + extension + "' is not known: ";
  if (range.oldest == 0) {
    return {ErrorCode::bad_value,
            text + "the log is empty, and now is revision " + std::to_string(range.newest) + "."};
  }
  text += "the log reaches from revision " + std::to_string(range.oldest);
  if (range.begins_accepted) text += ", where what the store held was accepted,";
  return {ErrorCode::bad_value, text + " to " + std::to_string(range.newest) + "."};
}

/// Whether a log that was read to its end has everything since the beginning, as far as anybody
/// can tell: one that forgot entries is long, and counting stores begin with revision 1.
bool is_whole(const LogSince& log) {
  return log.entries.size() < longest_log || log.entries.back().revision == 1;
}

/// Reads the entries behind the log's revision. False: that is not known.
boost::asio::awaitable<Result<bool>> read_entries(Store& store, std::string extension,
                                                  LogSince& log) {
  LogQuery query;
  query.limit = entries_a_page;
  for (;;) {
    const auto page = co_await store.log(extension, query);
    if (!page) co_return tl::unexpected(page.error());
    for (const auto& entry : *page) {
      if (entry.revision <= log.revision) co_return true;
      if (entry.action == acceptance) co_return false;
      if (!entry.knows_from) {
        co_return fail(ErrorCode::bad_value,
                       "Revision " + std::to_string(log.revision) + " of '" + extension +
                           "' is not known: revision " + std::to_string(entry.revision) +
                           " was written by a release that did not note what was there before.");
      }
      log.entries.push_back(entry);
    }
    if (page->size() < entries_a_page) co_return log.revision == 0 && is_whole(log);
    query.before = page->back().revision;
  }
}

/// "flag 'beta', group 'user'": where a change is, without the object id.
std::string subject_of(const NetChange& change) {
  auto text = std::string(to_text(change.place.kind)) + " '" + change.name + "'";
  if (change.place.part == Part::definition) return "definition of " + text;
  if (change.place.part == Part::override) text += ", group '" + change.place.group + "'";
  return text;
}

}  // namespace

boost::asio::awaitable<Result<LogSince>> read_log_since(Store& store,
                                                        const ExtensionDefinition& extension,
                                                        std::uint64_t revision,
                                                        std::uint64_t latest) {
  LogSince log{revision, {}};
  const auto known = co_await read_entries(store, extension.name, log);
  if (!known) co_return tl::unexpected(known.error());
  const auto now = co_await store.read_for(extension, {});
  if (!now) co_return tl::unexpected(now.error());
  // A store whose revisions are clocks is ahead of its log.
  auto newest = now->revision;
  if (!log.entries.empty()) newest = std::max(newest, log.entries.front().revision);
  const auto last = std::max(revision, latest);
  const bool is_now = log.entries.empty() && revision == newest;
  if (last <= newest && (*known || is_now)) co_return log;
  const auto range = co_await read_known_range(store, extension.name, newest);
  if (!range) co_return tl::unexpected(range.error());
  co_return tl::unexpected(not_known(extension.name, last > newest ? last : revision, *range));
}

std::vector<NetChange> net_changes(const LogSince& log, std::uint64_t to) {
  std::vector<NetChange> changes;
  for (const auto& [place, change] : touched(log, to)) {
    if (change.from != change.to) changes.push_back(change);
  }
  return changes;
}

std::string rollback_reason(std::uint64_t revision, const std::string& reason) {
  const auto text = "rollback to " + std::to_string(revision);
  return reason.empty() ? text : text + ": " + reason;
}

ChangePlan rollback_plan(const ExtensionDefinition& extension, const LogSince& log,
                         const StoredState& current, const std::string& who) {
  const auto have = contents_of(current);
  ChangePlan plan;
  std::set<std::string> overwrites;  // many ids of one group are one line
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
    if (!back) {
      plan.skipped.push_back(back.error().message);
      continue;
    }
    plan.writes.push_back({*std::move(back), now});
    for (const auto& author : change.authors) {
      if (author == who) continue;
      overwrites.insert(subject_of(change) + ": changed by " + author);
    }
    if (now != change.to) overwrites.insert(subject_of(change) + ": changed past the log");
  }
  plan.overwrites.assign(overwrites.begin(), overwrites.end());
  return plan;
}

}  // namespace pancake
