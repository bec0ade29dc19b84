#include "sync/store_guard.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>

#include "definitions/definition_json.h"
#include "store/entry_hash.h"

namespace pancake {
namespace {

constexpr std::size_t most_remembered = 64;

}  // namespace

std::uint64_t content_hash(const StoredState& state) {
  EntryHash entry_hash;
  // A sum does not depend on the order of its parts.
  std::uint64_t sum = 0;
  const auto add_values = [&](Entry entry, const auto& values) {
    for (const auto& [name, value] : values) {
      sum += entry_hash(entry, {name, value.text}, value.wrong_type);
    }
  };
  add_values(Entry::switch_, state.switches);
  add_values(Entry::flag, state.flags);
  add_values(Entry::sample, state.samples);
  sum += state.overrides.hash_sum();
  for (const FeatureDefinition& definition : state.definitions) {
    sum += entry_hash(Entry::definition,
                      {to_text(definition.kind), definition.name, definition_json(definition)});
  }
  for (const std::string& problem : state.problems) sum += entry_hash(Entry::problem, {problem});
  return sum;
}

StateMark mark_of(const StoredState& state) {
  StateMark mark;
  mark.revision = state.revision;
  mark.lineage = state.lineage;
  mark.log_position = state.log_position;
  mark.accepted = state.accepted;
  mark.entries = state.switches.size() + state.flags.size() + state.samples.size() +
                 state.overrides.size() + state.definitions.size();
  mark.content = content_hash(state);
  return mark;
}

Judgement StoreGuard::judge(const StateMark& next) const {
  using Verdict = Judgement::Verdict;
  if (!served_) return {};
  const bool newer = next.revision > served_->revision;
  if (next.content == served_->content) return {newer ? Verdict::publish : Verdict::nothing, ""};
  if (!newer) {
    return {Verdict::hold,
            fmt::format("the store stands at revision {}, and {} is served: it was restored from "
                        "an older copy or replaced, or its clock is behind",
                        next.revision, served_->revision)};
  }
  std::string why = suspicion(next);
  if (why.empty()) return {};
  const bool taken = policy_ == OlderStore::accept || next.accepted > served_->revision;
  return {taken ? Verdict::publish : Verdict::hold, std::move(why)};
}

/// Why a newer state is not believed; empty for one that is.
std::string StoreGuard::suspicion(const StateMark& next) const {
  if (next.log_position < served_->log_position) {
    return fmt::format(
        "the store's log ends at revision {}, and the served state knows a change of revision {}: "
        "the store has lost changes",
        next.log_position, served_->log_position);
  }
  if (next.lineage == served_->lineage) return "";
  if (next.entries * 2 < served_->entries) {
    return fmt::format(
        "the store was restarted or replaced, and holds {} of the {} entries that are served",
        next.entries, served_->entries);
  }
  const bool known = std::find(earlier_.begin(), earlier_.end(), next.content) != earlier_.end();
  if (known && next.log_position <= served_->log_position) {
    return "the store was restarted or replaced, and holds what it held before the served state";
  }
  return "";
}

void StoreGuard::serve(StateMark mark) {
  if (served_ && served_->content != mark.content) {
    std::erase(earlier_, served_->content);
    earlier_.push_front(served_->content);
    if (earlier_.size() > most_remembered) earlier_.pop_back();
  }
  served_ = std::move(mark);
}

void StoreGuard::resume(StateMark mark, const std::vector<std::uint64_t>& earlier) {
  earlier_.assign(earlier.begin(), earlier.begin() + static_cast<std::ptrdiff_t>(std::min(
                                                         earlier.size(), most_remembered)));
  served_ = std::move(mark);
}

}  // namespace pancake
