#pragma once

#include <string>
#include <vector>

#include "error.h"
#include "store/redis_reply.h"
#include "store/redis_url.h"

namespace pancake {

/// What a new connection says first: AUTH and SELECT, as far as the URL asks for them.
[[nodiscard]] std::vector<RedisCommand> log_in_commands(const RedisUrl& url);

/// Reads the reply to `INFO server`: gives its run_id, a text that changes when Redis is started
/// anew, or an empty one if the user may not ask (the rights of reference.md include it).
///
/// Errors: `store_refused` for a node of a cluster, and for a Redis before 6.
[[nodiscard]] Result<std::string> read_server_info(const std::string& store,
                                                   const RedisReply& reply);

/// Reads the reply to ROLE. Error: `store_unreachable` if this is no master (any more).
[[nodiscard]] Result<void> read_role(const std::string& store, const RedisReply& reply);

/// Has the listening connection told what changes in the extension: its features, definitions,
/// log and mark, whoever changes them.
[[nodiscard]] RedisCommand tracking_command(const std::string& extension,
                                            const std::string& listener_id);

}  // namespace pancake
