#include "store/redis_greeting.h"

#include <charconv>
#include <string_view>

#include "store/redis_error.h"
#include "store/redis_keys.h"

namespace pancake {

namespace {

/// A field of INFO; empty if it is not there.
std::string_view info_field(std::string_view info, const std::string& name) {
  const auto line = "\n" + name + ":";
  const auto begin = info.find(line);
  if (begin == std::string_view::npos) return {};
  const auto rest = info.substr(begin + line.size());
  return rest.substr(0, rest.find_first_of("\r\n"));
}

}  // namespace

std::vector<RedisCommand> log_in_commands(const RedisUrl& url) {
  std::vector<RedisCommand> commands;
  if (!url.user.empty()) {
    commands.push_back({"AUTH", url.user, url.password});
  } else if (!url.password.empty()) {
    commands.push_back({"AUTH", url.password});
  }
  if (url.database != 0) commands.push_back({"SELECT", std::to_string(url.database)});
  return commands;
}

Result<std::string> read_server_info(const std::string& store, const RedisReply& reply) {
  if (reply.is_error() && reply.text.starts_with("NOPERM")) return std::string();
  if (reply.is_error()) return tl::unexpected(redis_refusal(store, reply.text));
  if (info_field(reply.text, "redis_mode") == "cluster") {
    return tl::unexpected(redis_is_cluster(store));
  }
  const auto version = info_field(reply.text, "redis_version");
  unsigned major = 0;
  std::from_chars(version.data(), version.data() + version.size(), major);
  if (major != 0 && major < 6) {
    return fail(ErrorCode::store_refused,
                store + " is Redis " + std::string(version) + ": Redis 6 or newer is needed");
  }
  return std::string(info_field(reply.text, "run_id"));
}

Result<void> read_role(const std::string& store, const RedisReply& reply) {
  if (reply.is_error()) return tl::unexpected(redis_refusal(store, reply.text));
  if (reply.list.empty()) return tl::unexpected(redis_odd_reply(store));
  if (reply.list.front().text == "master") return {};
  return tl::unexpected(
      redis_lost(store,
                 "the Redis that Sentinel named is no master (any more): a fail-over may "
                 "be under way"));
}

RedisCommand tracking_command(const std::string& extension, const std::string& listener_id) {
  RedisCommand command{"CLIENT", "TRACKING", "ON", "REDIRECT", listener_id, "BCAST"};
  for (const auto kind : {FeatureKind::switch_, FeatureKind::flag, FeatureKind::sample}) {
    command.insert(command.end(), {"PREFIX", key_prefix(kind, extension)});
  }
  command.insert(command.end(), {"PREFIX", definitions_key(extension)});
  command.insert(command.end(), {"PREFIX", log_key(extension)});
  command.insert(command.end(), {"PREFIX", accepted_key(extension)});
  return command;
}

}  // namespace pancake
