#include "store/redis_write.h"

#include <charconv>

#include "definitions/definition_json.h"
#include "store/change_log.h"
#include "store/redis_definitions.h"
#include "store/redis_error.h"
#include "store/redis_keys.h"
#include "store/redis_write_script.h"

namespace pancake {

namespace {

namespace asio = boost::asio;

/// A change in the script's words.
struct ScriptChange {
  std::string word;
  std::string first_key;
  std::string second_key;
  std::string value;
  std::string field;
};

class InScript {
 public:
  explicit InScript(const std::string& extension) : extension_(extension) {}

  ScriptChange operator()(const SetState& change) const {
    const auto key = redis_key(change.kind, extension_, change.name);
    return {"set", key, key, change.text, {}};
  }
  ScriptChange operator()(const ClearState& change) const {
    const auto key = redis_key(change.kind, extension_, change.name);
    return {"del", key, key, {}, {}};
  }
  ScriptChange operator()(const SetOverride& change) const {
    return {"oset",
            override_key(extension_, change.group, change.flag, change.object_id),
            tracking_key(extension_, change.group, change.flag),
            change.on ? "1" : "0",
            {}};
  }
  ScriptChange operator()(const ClearOverride& change) const {
    return {"odel",
            override_key(extension_, change.group, change.flag, change.object_id),
            tracking_key(extension_, change.group, change.flag),
            {},
            {}};
  }
  ScriptChange operator()(const ClearOverrides& change) const {
    const auto key = tracking_key(extension_, change.group, change.flag);
    return {"oall", key, key, override_key(extension_, change.group, change.flag, ""), {}};
  }
  ScriptChange operator()(const Define& change) const {
    const auto key = definitions_key(extension_);
    const auto& definition = change.definition;
    return {"hset", key, key, definition_json(definition),
            definition_field(definition.kind, definition.name)};
  }
  ScriptChange operator()(const Undefine& change) const {
    const auto key = definitions_key(extension_);
    return {"hdel", key, key, {}, definition_field(change.kind, change.name)};
  }

 private:
  const std::string& extension_;
};

void append_expected(RedisCommand& command, const Write& write) {
  const bool any = !write.expected || std::holds_alternative<ClearOverrides>(write.change);
  if (any) {
    command.insert(command.end(), {"-", ""});
  } else if (!*write.expected) {
    command.insert(command.end(), {"n", ""});
  } else {
    command.insert(command.end(), {"t", **write.expected});
  }
}

RedisCommand script_command(const std::string& extension, const std::vector<Write>& writes,
                            const Author& author) {
  std::vector<ScriptChange> changes;
  changes.reserve(writes.size());
  for (const auto& write : writes) changes.push_back(std::visit(InScript(extension), write.change));

  RedisCommand command{"EVAL", std::string(write_script), std::to_string(1 + 2 * writes.size()),
                       log_key(extension)};
  for (const auto& change : changes) {
    command.insert(command.end(), {change.first_key, change.second_key});
  }
  command.insert(command.end(), {std::to_string(longest_log), author.who, author.reason,
                                 std::to_string(writes.size())});
  for (std::size_t i = 0; i < writes.size(); ++i) {
    const auto entry = log_entry(writes[i].change, author);
    command.insert(command.end(), {changes[i].word, changes[i].value, changes[i].field});
    append_expected(command, writes[i]);
    command.insert(command.end(), {entry.action, std::string(to_text(entry.kind)), entry.feature,
                                   entry.group, entry.object_id, entry.to.value_or("")});
  }
  return command;
}

/// Why the script wrote nothing.
tl::unexpected<Error> script_refusal(const std::string& store, const std::vector<RedisReply>& reply,
                                     const std::vector<Write>& writes) {
  const auto index = reply.size() < 3 ? 0 : reply[1].number;
  if (index < 1 || static_cast<std::size_t>(index) > writes.size()) {
    return tl::unexpected(redis_odd_reply(store));
  }
  const auto& why = reply[2].text;
  if (why == "conflict") return conflict(writes[static_cast<std::size_t>(index) - 1].change);
  if (why == "rights") return tl::unexpected(redis_refusal(store, "NOPERM"));
  if (why != "type" || reply.size() != 6) return tl::unexpected(redis_odd_reply(store));
  return fail(ErrorCode::store_refused, store + ": " + reply[3].text + " holds a Redis " +
                                            reply[4].text + ", not a " + reply[5].text +
                                            ": nothing was written");
}

Result<Written> read_outcome(const std::string& store, const std::string& extension,
                             const RedisReply& reply, const std::vector<Write>& writes) {
  if (reply.is_error()) return tl::unexpected(redis_refusal(store, reply.text));
  const auto& list = reply.list;
  if (list.size() < 3) return tl::unexpected(redis_odd_reply(store));
  if (list[0].number != 1) return script_refusal(store, list, writes);
  Written written;
  const auto& text = list[1].text;
  std::from_chars(text.data(), text.data() + text.size(), written.revision);
  if (!list[2].text.empty()) {
    const auto why = redis_refusal(store, list[2].text);
    written.warning =
        "the change is made, but is not in the log: " + log_key(extension) + ": " + why.message;
  }
  return written;
}

}  // namespace

asio::awaitable<Result<Written>> write_changes(RedisConnection& connection,
                                               const std::string& extension,
                                               const std::vector<Write>& writes,
                                               const Author& author) {
  const auto command = script_command(extension, writes, author);
  const auto reply = co_await connection.command(command);
  if (!reply) co_return tl::unexpected(reply.error());
  co_return read_outcome(connection.name(), extension, *reply, writes);
}

asio::awaitable<Result<Written>> write_acceptance(RedisConnection& connection,
                                                  const std::string& extension,
                                                  const Author& author) {
  const RedisCommand command{"EVAL",
                             std::string(accept_script),
                             "2",
                             log_key(extension),
                             accepted_key(extension),
                             std::to_string(longest_log),
                             author.who,
                             author.reason};
  const auto reply = co_await connection.command(command);
  if (!reply) co_return tl::unexpected(reply.error());
  co_return read_outcome(connection.name(), extension, *reply, {});
}

}  // namespace pancake
