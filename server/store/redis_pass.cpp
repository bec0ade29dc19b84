#include "store/redis_pass.h"

#include <algorithm>
#include <iterator>

#include "store/redis_error.h"
#include "store/redis_keys.h"

namespace pancake {

namespace {

constexpr std::size_t keys_a_command = 1000;
constexpr std::size_t reads_a_step = 2;
constexpr std::size_t types_a_step = RedisPass::most_commands - reads_a_step - 1;

/// Takes up to `most` keys off the front.
std::vector<std::string> take_front(std::deque<std::string>& keys, std::size_t most) {
  const auto count = static_cast<std::ptrdiff_t>(std::min(keys.size(), most));
  std::vector<std::string> taken(std::make_move_iterator(keys.begin()),
                                 std::make_move_iterator(keys.begin() + count));
  keys.erase(keys.begin(), keys.begin() + count);
  return taken;
}

bool is_tracking_set(const std::string& key, const std::string& extension) {
  const auto parts = key_parts(key, extension);
  return parts && parts->role == KeyParts::Role::tracking;
}

}  // namespace

RedisPass::RedisPass(std::string store, std::string extension)
    : store_(std::move(store)), extension_(std::move(extension)), whole_(true) {}

RedisPass::RedisPass(std::string store, std::string extension, const std::vector<std::string>& keys)
    : store_(std::move(store)), extension_(std::move(extension)), whole_(false), scanned_(true) {
  add(keys);
}

void RedisPass::add(const std::vector<std::string>& keys) {
  for (const auto& key : keys) {
    auto& list = is_tracking_set(key, extension_) ? to_type_ : to_read_;
    list.push_back(key);
  }
}

std::vector<RedisCommand> RedisPass::next() {
  std::vector<RedisCommand> commands;
  step_scan_ = !scanned_;
  step_read_.clear();
  if (step_scan_) {
    commands.push_back({"SCAN", cursor_, "MATCH", scan_pattern(extension_), "COUNT", "1000"});
  }
  // While the scan goes on only full commands are worth it.
  while (step_read_.size() < reads_a_step &&
         (to_read_.size() >= keys_a_command || (scanned_ && !to_read_.empty()))) {
    step_read_.push_back(take_front(to_read_, keys_a_command));
    commands.push_back({"MGET"});
    commands.back().insert(commands.back().end(), step_read_.back().begin(),
                           step_read_.back().end());
  }
  step_type_ = take_front(to_type_, types_a_step);
  for (const auto& key : step_type_) commands.push_back({"TYPE", key});
  return commands;
}

Result<std::vector<RedisFound>> RedisPass::take(std::vector<RedisReply>& replies) {
  std::vector<RedisFound> found;
  auto reply = replies.begin();
  const auto all = static_cast<std::size_t>(replies.size());
  if (all != (step_scan_ ? 1U : 0U) + step_read_.size() + step_type_.size()) {
    return tl::unexpected(redis_odd_reply(store_));
  }
  for (const auto& one : replies) {
    if (one.is_error()) return tl::unexpected(redis_refusal(store_, one.text));
  }
  if (step_scan_) {
    if (auto taken = take_scan(*reply++, found); !taken) return tl::unexpected(taken.error());
  }
  for (auto& keys : step_read_) {
    if (auto taken = take_values(keys, *reply++, found); !taken) {
      return tl::unexpected(taken.error());
    }
  }
  for (auto& key : step_type_) {
    const auto& type = (reply++)->text;
    if (type == "none") {
      found.push_back({std::move(key), std::nullopt});
    } else if (is_tracking_set(key, extension_)) {
      found.push_back({std::move(key), StoredValue{"set", true}});
    } else if (type != "string") {
      found.push_back({std::move(key), StoredValue{type, true}});
    }
    // A text now, which it was not a moment ago: it was written meanwhile, and that is heard of.
  }
  return found;
}

Result<void> RedisPass::take_scan(RedisReply& reply, std::vector<RedisFound>& found) {
  if (reply.list.size() != 2) return tl::unexpected(redis_odd_reply(store_));
  cursor_ = reply.list[0].text;
  scanned_ = cursor_ == "0";
  for (auto& key : reply.list[1].list) {
    const auto parts = key_parts(key.text, extension_);
    if (!parts) continue;
    if (parts->role == KeyParts::Role::tracking) {
      found.push_back({std::move(key.text), StoredValue{"set", true}});
    } else {
      to_read_.push_back(std::move(key.text));
    }
  }
  return {};
}

Result<void> RedisPass::take_values(std::vector<std::string>& keys, RedisReply& reply,
                                    std::vector<RedisFound>& found) {
  if (reply.list.size() != keys.size()) return tl::unexpected(redis_odd_reply(store_));
  for (std::size_t i = 0; i < keys.size(); ++i) {
    auto& value = reply.list[i];
    if (value.is_nil()) {
      to_type_.push_back(std::move(keys[i]));  // gone, or no text
    } else {
      found.push_back({std::move(keys[i]), StoredValue{std::move(value.text)}});
    }
  }
  return {};
}

}  // namespace pancake
