#include "store/redis_moment.h"

#include <charconv>
#include <iterator>

#include "store/redis_error.h"
#include "store/redis_keys.h"
#include "store/redis_log.h"
#include "store/redis_time.h"

namespace pancake {

namespace {

constexpr std::size_t keys_a_command = 1000;

/// The keys of features apart from the three of our own, each read in its own way.
struct Asked {
  Asked(const std::string& extension, const std::set<std::string>& keys) {
    const auto definitions_at = definitions_key(extension);
    const auto log_at = log_key(extension);
    const auto accepted_at = accepted_key(extension);
    for (const auto& key : keys) {
      if (key == definitions_at) {
        definitions = true;
      } else if (key == log_at) {
        log = true;
      } else if (key == accepted_at) {
        accepted = true;
      } else {
        features.push_back(key);
      }
    }
  }

  [[nodiscard]] std::size_t reads() const {
    return (features.size() + keys_a_command - 1) / keys_a_command;
  }
  /// How many replies EXEC holds: the clock, MGET, TYPE, and what was asked for of our own.
  [[nodiscard]] std::size_t replies() const {
    return 1 + reads() + features.size() + (definitions ? 1U : 0U) + (log ? 1U : 0U) +
           (accepted ? 1U : 0U);
  }

  std::vector<std::string> features;
  bool definitions = false;
  bool log = false;
  bool accepted = false;
};

std::uint64_t number_in(const RedisReply& reply) {
  std::uint64_t number = 0;
  std::from_chars(reply.text.data(), reply.text.data() + reply.text.size(), number);
  return reply.is_error() ? 0 : number;
}

/// The key's value by its type and by what MGET gave.
std::optional<StoredValue> value_of(const std::string& type, RedisReply& text) {
  if (type == "none") return std::nullopt;
  if (type == "string") return StoredValue{std::move(text.text)};
  return StoredValue{type, true};
}

/// What EXEC gave, if it gave anything: an error of a single command is told by that command.
Result<RedisReply*> executed(const std::string& store, std::vector<RedisReply>& replies) {
  for (const auto& reply : replies) {
    if (reply.is_error()) return tl::unexpected(redis_refusal(store, reply.text));
  }
  if (replies.empty()) return tl::unexpected(redis_odd_reply(store));
  return &replies.back();
}

}  // namespace

std::vector<RedisCommand> moment_commands(const std::string& extension,
                                          const std::set<std::string>& keys) {
  const Asked asked(extension, keys);
  std::vector<RedisCommand> commands;
  commands.reserve(asked.replies() + 2);
  commands.emplace_back(1, "MULTI");
  commands.emplace_back(1, "TIME");
  for (std::size_t i = 0; i < asked.features.size(); ++i) {
    if (i % keys_a_command == 0) commands.push_back({"MGET"});
    commands.back().push_back(asked.features[i]);
  }
  for (const auto& key : asked.features) commands.push_back({"TYPE", key});
  if (asked.definitions) commands.push_back({"HGETALL", definitions_key(extension)});
  if (asked.log) commands.push_back(newest_entry_command(extension));
  if (asked.accepted) commands.push_back({"GET", accepted_key(extension)});
  commands.emplace_back(1, "EXEC");
  return commands;
}

Result<RedisMoment> read_moment(const std::string& store, const std::string& extension,
                                const std::set<std::string>& keys,
                                std::vector<RedisReply>& replies) {
  const Asked asked(extension, keys);
  const auto done = executed(store, replies);
  if (!done) return tl::unexpected(done.error());
  auto& all = (*done)->list;
  if (all.size() != asked.replies()) return tl::unexpected(redis_odd_reply(store));
  const auto time = redis_time(store, all[0]);
  if (!time) return tl::unexpected(time.error());

  RedisMoment moment;
  moment.time = *time;
  const auto types = 1 + asked.reads();
  for (std::size_t i = 0; i < asked.features.size(); ++i) {
    auto& values = all[1 + i / keys_a_command].list;
    if (i % keys_a_command >= values.size()) return tl::unexpected(redis_odd_reply(store));
    const auto& key = asked.features[i];
    const auto parts = key_parts(key, extension);
    auto value = value_of(all[types + i].text, values[i % keys_a_command]);
    if (value && parts && parts->role == KeyParts::Role::tracking) value = StoredValue{"set", true};
    moment.found.push_back({key, std::move(value)});
  }
  auto next = types + asked.features.size();
  if (asked.definitions) moment.definitions = std::move(all[next++]);
  if (asked.log) moment.log_position = newest_revision(all[next++]);
  if (asked.accepted) moment.accepted = number_in(all[next++]);
  return moment;
}

}  // namespace pancake
