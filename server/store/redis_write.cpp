#include "store/redis_write.h"

#include <optional>

#include "store/change_log.h"
#include "store/redis_definitions.h"
#include "store/redis_error.h"
#include "store/redis_keys.h"
#include "store/redis_log.h"
#include "store/redis_time.h"

namespace pancake {

namespace {

namespace asio = boost::asio;

constexpr int most_tries = 100;
constexpr std::size_t keys_a_command = 1000;

/// What must be looked at before a change: a key, the type it must have if it is there, and a
/// command that reads what the change depends on (empty: nothing).
struct Precondition {
  std::string key;
  std::string type;
  RedisCommand read;
};

std::optional<Precondition> precondition(const std::string& extension, const Change& change) {
  if (const auto* set = std::get_if<SetOverride>(&change)) {
    return Precondition{tracking_key(extension, set->group, set->flag), "set", {}};
  }
  if (const auto* clear = std::get_if<ClearOverride>(&change)) {
    return Precondition{tracking_key(extension, clear->group, clear->flag), "set", {}};
  }
  if (const auto* clear = std::get_if<ClearOverrides>(&change)) {
    auto key = tracking_key(extension, clear->group, clear->flag);
    RedisCommand read{"SMEMBERS", key};
    return Precondition{std::move(key), "set", std::move(read)};
  }
  if (const auto* define = std::get_if<Define>(&change)) {
    auto key = definitions_key(extension);
    RedisCommand read{"HGET", key,
                      definition_field(define->definition.kind, define->definition.name)};
    return Precondition{std::move(key), "hash", std::move(read)};
  }
  if (std::holds_alternative<Undefine>(change)) {
    return Precondition{definitions_key(extension), "hash", {}};
  }
  return std::nullopt;
}

/// The commands of a change, as flask-pancake 0.5.2 sends them.
class Commands {
 public:
  /// `read` is the reply to the precondition's command, `now` Redis' clock.
  Commands(const std::string& extension, const RedisReply& read, std::uint64_t now)
      : extension_(extension), read_(read), now_(now) {}

  std::vector<RedisCommand> operator()(const SetState& change) const {
    return {{"SET", redis_key(change.kind, extension_, change.name), change.text}};
  }
  std::vector<RedisCommand> operator()(const ClearState& change) const {
    return {{"DEL", redis_key(change.kind, extension_, change.name)}};
  }
  std::vector<RedisCommand> operator()(const SetOverride& change) const {
    const auto key = override_key(extension_, change.group, change.flag, change.object_id);
    return {{"SADD", tracking_key(extension_, change.group, change.flag), key},
            {"SET", key, change.on ? "1" : "0"}};
  }
  std::vector<RedisCommand> operator()(const ClearOverride& change) const {
    const auto key = override_key(extension_, change.group, change.flag, change.object_id);
    return {{"DEL", key}, {"SREM", tracking_key(extension_, change.group, change.flag), key}};
  }
  std::vector<RedisCommand> operator()(const ClearOverrides& change) const {
    const auto tracking = tracking_key(extension_, change.group, change.flag);
    std::vector<RedisCommand> commands;
    const auto& members = read_.list;
    for (std::size_t begin = 0; begin < members.size(); begin += keys_a_command) {
      RedisCommand del{"DEL"};
      RedisCommand srem{"SREM", tracking};
      for (auto i = begin; i < std::min(members.size(), begin + keys_a_command); ++i) {
        del.push_back(members[i].text);
        srem.push_back(members[i].text);
      }
      commands.push_back(std::move(del));
      commands.push_back(std::move(srem));
    }
    return commands;
  }
  std::vector<RedisCommand> operator()(const Define& change) const {
    const auto& definition = change.definition;
    const auto since = defined_since(read_.text).value_or(now_);
    return {{"HSET", definitions_key(extension_),
             definition_field(definition.kind, definition.name),
             definition_value(definition, since)}};
  }
  std::vector<RedisCommand> operator()(const Undefine& change) const {
    return {{"HDEL", definitions_key(extension_), definition_field(change.kind, change.name)}};
  }

 private:
  const std::string& extension_;
  const RedisReply& read_;
  std::uint64_t now_;
};

Error wrong_type(const std::string& store, const std::string& key, const std::string& type,
                 const std::string& wanted) {
  return {ErrorCode::store_refused, store + ": " + key + " holds a Redis " + type + ", not a " +
                                        wanted + ": nothing was written"};
}

/// Sends WATCH, looks, and gives the commands of the change.
asio::awaitable<Result<std::vector<RedisCommand>>> prepare(RedisConnection& connection,
                                                           const std::string& extension,
                                                           const Change& change) {
  const auto log = log_key(extension);
  const auto before = precondition(extension, change);
  std::vector<RedisCommand> looks{{"TIME"}, {"TYPE", log}};
  if (before) {
    looks.insert(looks.begin(), {"WATCH", before->key});
    looks.push_back({"TYPE", before->key});
    if (!before->read.empty()) looks.push_back(before->read);
  }
  const auto replies = co_await connection.pipeline(looks);
  if (!replies) co_return tl::unexpected(replies.error());

  // In the order in which they were sent: [WATCH] TIME TYPE [TYPE [read]].
  std::size_t next = before ? 1 : 0;
  const auto now = redis_time(connection.name(), (*replies)[next++]);
  if (!now) co_return tl::unexpected(now.error());
  const auto& log_type = (*replies)[next++];
  if (log_type.is_error()) {
    co_return tl::unexpected(redis_refusal(connection.name(), log_type.text));
  }
  if (log_type.text != "none" && log_type.text != "stream") {
    co_return tl::unexpected(wrong_type(connection.name(), log, log_type.text, "stream"));
  }
  if (before) {
    const auto& type = (*replies)[next++];
    if (type.is_error()) co_return tl::unexpected(redis_refusal(connection.name(), type.text));
    if (type.text != "none" && type.text != before->type) {
      co_return tl::unexpected(wrong_type(connection.name(), before->key, type.text, before->type));
    }
  }
  const RedisReply nothing;
  const bool has_read = before && !before->read.empty();
  const auto& read = has_read ? (*replies)[next] : nothing;
  if (read.is_error()) co_return tl::unexpected(redis_refusal(connection.name(), read.text));
  co_return std::visit(Commands(extension, read, *now), change);
}

/// What became of a MULTI: Redis' clock, no value if what was watched has changed meanwhile.
Result<std::optional<std::uint64_t>> outcome(const std::string& store,
                                             const std::vector<RedisReply>& replies) {
  // A command that was refused when it was queued says why better than EXEC does.
  for (const auto& reply : replies) {
    if (reply.is_error()) return tl::unexpected(redis_refusal(store, reply.text));
  }
  const auto& done = replies.back();
  if (done.is_nil()) return std::nullopt;
  for (const auto& reply : done.list) {
    if (reply.is_error()) return tl::unexpected(redis_refusal(store, reply.text));
  }
  if (done.list.empty()) return tl::unexpected(redis_odd_reply(store));
  const auto time = redis_time(store, done.list.back());
  if (!time) return tl::unexpected(time.error());
  return *time;
}

}  // namespace

asio::awaitable<Result<std::uint64_t>> write_change(RedisConnection& connection,
                                                    const std::string& extension,
                                                    const Change& change, const Author& author) {
  for (int tries = 0; tries < most_tries; ++tries) {
    auto commands = co_await prepare(connection, extension, change);
    if (!commands) co_return tl::unexpected(commands.error());
    commands->insert(commands->begin(), RedisCommand(1, "MULTI"));
    commands->push_back(log_command(extension, log_entry(change, author)));
    commands->push_back(RedisCommand(1, "TIME"));
    commands->push_back(RedisCommand(1, "EXEC"));
    const auto replies = co_await connection.pipeline(*commands);
    if (!replies) co_return tl::unexpected(replies.error());
    const auto done = outcome(connection.name(), *replies);
    if (!done) co_return tl::unexpected(done.error());
    if (*done) co_return **done;
  }
  co_return fail(ErrorCode::store_unreachable,
                 connection.name() + ": others keep changing the same: nothing was written");
}

}  // namespace pancake
