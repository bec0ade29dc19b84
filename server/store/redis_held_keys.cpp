#include "store/redis_held_keys.h"

#include <algorithm>
#include <utility>

#include "python/upper_case.h"
#include "python/utf8.h"
#include "store/redis_keys.h"

namespace pancake {

namespace {

bool is_name(std::string_view text) { return is_utf8(text) && upper_case(text) == text; }

}  // namespace

const StoredValue* RedisHeldKeys::find(const std::string& key) const {
  const auto entry = entries_.find(key);
  return entry == entries_.end() ? nullptr : &entry->second.value;
}

bool RedisHeldKeys::set(std::string key, StoredValue value) {
  const auto [entry, is_new] = entries_.try_emplace(std::move(key), Entry{{}, walk_ - 1});
  come_by(entry->second);
  if (!is_new && entry->second.value == value) return false;
  entry->second.value = std::move(value);
  if (made_ && !put(*entry, is_new)) made_.reset();
  return true;
}

bool RedisHeldKeys::erase(const std::string& key) {
  const auto entry = entries_.find(key);
  if (entry == entries_.end()) return false;
  if (made_ && !take_out(*entry)) made_.reset();
  if (entry->second.walk == walk_) --come_by_;
  entries_.erase(entry);
  return true;
}

bool RedisHeldKeys::set_definitions(std::vector<FeatureDefinition> definitions,
                                    std::vector<std::string> problems) {
  if (definitions == definitions_ && problems == problems_) return false;
  definitions_ = std::move(definitions);
  problems_ = std::move(problems);
  made_.reset();
  return true;
}

void RedisHeldKeys::begin_walk() {
  ++walk_;
  come_by_ = 0;
}

void RedisHeldKeys::mark(const std::string& key) {
  const auto entry = entries_.find(key);
  if (entry != entries_.end()) come_by(entry->second);
}

void RedisHeldKeys::come_by(Entry& entry) {
  if (entry.walk == walk_) return;
  entry.walk = walk_;
  ++come_by_;
}

std::vector<std::string> RedisHeldKeys::not_come_by() const {
  std::vector<std::string> keys;
  if (come_by_ == entries_.size()) return keys;
  for (const auto& [key, entry] : entries_) {
    if (entry.walk != walk_) keys.push_back(key);
  }
  return keys;
}

StoredState RedisHeldKeys::state(std::uint64_t revision) {
  if (!made_) make();
  made_->state.revision = revision;
  return made_->state;
}

void RedisHeldKeys::make() {
  made_.emplace(Made{RedisKeyCuts(extension_, definitions_), {}, {}});
  made_->state.definitions = definitions_;
  made_->state.problems = problems_;
  std::size_t unreadable = 0;
  // Flags that exist must all be known before the first override is taken apart.
  std::vector<std::pair<Entry*, std::string_view>> overrides;
  overrides.reserve(entries_.size());
  for (auto& [key, entry] : entries_) {
    entry.row = no_row;
    const auto parts = key_parts(key, extension_.name);
    if (!parts) continue;
    if (parts->role == KeyParts::Role::override) {
      overrides.emplace_back(&entry, parts->rest);
    } else {
      read_name(*parts, entry.value, unreadable);
    }
  }
  made_->rows.reserve(overrides.size());
  for (const auto& [entry, rest] : overrides) read_override(*entry, rest, unreadable);
  if (unreadable == 0) return;
  made_->state.problems.push_back(std::to_string(unreadable) +
                                  " keys of this extension are not UTF-8 and are not used");
}

void RedisHeldKeys::read_name(const KeyParts& parts, const StoredValue& value,
                              std::size_t& unreadable) {
  if (!is_utf8(parts.rest)) {
    ++unreadable;
  } else if (parts.role == KeyParts::Role::tracking) {
    for (const auto flag : made_->cuts.shown_by_tracking_set(parts.rest)) made_->cuts.know(flag);
  } else if (is_name(parts.rest)) {
    made_->state.of(parts.kind)[std::string(parts.rest)] = value;
    if (parts.kind == FeatureKind::flag) made_->cuts.know(parts.rest);
  }
}

void RedisHeldKeys::read_override(Entry& entry, std::string_view rest, std::size_t& unreadable) {
  bool cannot_be_read = false;
  const auto cuts = made_->cuts.of(rest, cannot_be_read);
  if (cannot_be_read) ++unreadable;
  for (const auto& cut : cuts) add_row(entry, cut);
  if (cuts.size() > 1) entry.row = many_rows;
}

void RedisHeldKeys::add_row(Entry& entry, const RedisKeyCuts::Cut& cut) {
  entry.row = static_cast<std::uint32_t>(made_->rows.size());
  made_->rows.push_back(&entry);
  made_->state.overrides.push_back(
      {std::string(cut.group), std::string(cut.flag), std::string(cut.object_id), entry.value});
}

/// Whether the presence of this key, no override's, says how keys of overrides are cut, or it
/// counts as one that cannot be read.
bool RedisHeldKeys::decides_cuts(std::string_view key) const {
  const auto parts = key_parts(key, extension_.name);
  if (!parts) return false;
  if (!is_utf8(parts->rest)) return true;
  if (parts->role == KeyParts::Role::tracking) {
    return std::ranges::any_of(
        made_->cuts.shown_by_tracking_set(parts->rest),
        [this](std::string_view flag) { return !made_->cuts.is_defined(flag); });
  }
  return parts->kind == FeatureKind::flag && is_name(parts->rest) &&
         !made_->cuts.is_defined(parts->rest);
}

/// Puts a new or changed key into the state that is there; false if it must be made anew.
bool RedisHeldKeys::put(Entries::value_type& entry, bool is_new) {
  auto& [key, held] = entry;
  const auto parts = key_parts(key, extension_.name);
  if (!parts) return true;
  if (parts->role != KeyParts::Role::override) {
    if (is_new && decides_cuts(key)) return false;
    if (parts->role == KeyParts::Role::state && is_name(parts->rest)) {
      made_->state.of(parts->kind)[std::string(parts->rest)] = held.value;
    }
    return true;
  }
  if (!is_new) {
    if (held.row < many_rows) made_->state.overrides.set_value(held.row, held.value);
    return held.row != many_rows;
  }
  bool cannot_be_read = false;
  const auto cuts = made_->cuts.of(parts->rest, cannot_be_read);
  if (cannot_be_read || cuts.size() > 1) return false;
  if (!cuts.empty()) add_row(held, cuts.front());
  return true;
}

/// Takes a key out of the state that is there; false if it must be made anew.
bool RedisHeldKeys::take_out(Entries::value_type& entry) {
  auto& [key, held] = entry;
  const auto parts = key_parts(key, extension_.name);
  if (!parts) return true;
  if (parts->role == KeyParts::Role::state) {
    if (decides_cuts(key)) return false;
    auto& values = made_->state.of(parts->kind);
    const auto value = values.find(parts->rest);
    if (value != values.end()) values.erase(value);
    return true;
  }
  if (parts->role == KeyParts::Role::tracking) return !decides_cuts(key);
  // A key without a row may be one that could not be read.
  if (held.row >= many_rows) return false;
  made_->state.overrides.take_out(held.row);
  if (held.row + 1 != made_->rows.size()) {
    made_->rows[held.row] = made_->rows.back();
    auto& moved = made_->rows[held.row]->row;
    if (moved != many_rows) moved = held.row;
  }
  made_->rows.pop_back();
  return true;
}

}  // namespace pancake
