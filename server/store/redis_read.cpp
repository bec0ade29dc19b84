#include "store/redis_read.h"

#include <algorithm>
#include <unordered_set>

#include "store/redis_definitions.h"
#include "store/redis_error.h"
#include "store/redis_keys.h"
#include "store/redis_time.h"

namespace pancake {

namespace {

namespace asio = boost::asio;

constexpr std::size_t keys_a_command = 1000;
constexpr std::size_t commands_a_pipeline = 10;

/// All keys of the extension's features, tracking sets among them.
asio::awaitable<Result<std::vector<std::string>>> scan_keys(RedisConnection& connection,
                                                            const std::string& extension) {
  std::unordered_set<std::string> keys;  // SCAN may give a key more than once
  RedisCommand scan{"SCAN", "0", "MATCH", scan_pattern(extension), "COUNT", "1000"};
  do {
    auto reply = co_await connection.command(scan);
    if (!reply) co_return tl::unexpected(reply.error());
    if (reply->is_error()) co_return tl::unexpected(redis_refusal(connection.name(), reply->text));
    if (reply->list.size() != 2) co_return tl::unexpected(redis_odd_reply(connection.name()));
    for (auto& key : reply->list[1].list) {
      if (key_parts(key.text, extension)) keys.insert(std::move(key.text));
    }
    scan[1] = reply->list[0].text;
  } while (scan[1] != "0");
  co_return std::vector<std::string>(keys.begin(), keys.end());
}

/// What these keys hold that are no text: the names of their types, or nothing at all.
asio::awaitable<Result<void>> read_types(RedisConnection& connection,
                                         const std::vector<std::string>& keys,
                                         RedisContents& contents) {
  for (std::size_t begin = 0; begin < keys.size(); begin += keys_a_command) {
    const auto end = std::min(keys.size(), begin + keys_a_command);
    std::vector<RedisCommand> commands;
    for (auto i = begin; i < end; ++i) commands.push_back({"TYPE", keys[i]});
    const auto replies = co_await connection.pipeline_or_refusal(commands);
    if (!replies) co_return tl::unexpected(replies.error());
    for (auto i = begin; i < end; ++i) {
      const auto& type = (*replies)[i - begin].text;
      // A text now was written a moment ago: nothing yet, as far as this reading goes.
      if (type == "none" || type == "string") {
        contents.values.erase(keys[i]);
      } else {
        contents.values[keys[i]] = StoredValue{type, true};
      }
    }
  }
  co_return Result<void>{};
}

void hold_definitions(const RedisReply& reply, RedisContents& contents) {
  contents.problems.clear();
  contents.definitions = read_definitions(reply, contents.problems);
}

/// Redis' clock and the definitions, which every reading begins with.
asio::awaitable<Result<RedisReading>> begin_reading(RedisConnection& connection,
                                                    const std::string& extension) {
  const std::vector<RedisCommand> commands{{"TIME"}, {"HGETALL", definitions_key(extension)}};
  const auto replies = co_await connection.pipeline(commands);
  if (!replies) co_return tl::unexpected(replies.error());
  const auto& definitions = (*replies)[1];
  const auto time = redis_time(connection.name(), (*replies)[0]);
  if (!time) co_return tl::unexpected(time.error());
  if (definitions.is_error() && !definitions.text.starts_with("WRONGTYPE")) {
    co_return tl::unexpected(redis_refusal(connection.name(), definitions.text));
  }
  RedisReading reading;
  reading.time = *time;
  hold_definitions(definitions, reading.contents);
  co_return reading;
}

}  // namespace

asio::awaitable<Result<RedisReading>> read_everything(RedisConnection& connection,
                                                      const std::string& extension) {
  auto reading = co_await begin_reading(connection, extension);
  if (!reading) co_return reading;
  auto found = co_await scan_keys(connection, extension);
  if (!found) co_return tl::unexpected(found.error());
  const auto is_tracking = [&extension](const std::string& key) {
    return key_parts(key, extension)->role == KeyParts::Role::tracking;
  };
  std::erase_if(*found, [&](const std::string& key) {
    if (!is_tracking(key)) return false;
    reading->contents.values[key] = StoredValue{"set", true};
    return true;
  });
  const auto read = co_await read_values(connection, *found, reading->contents);
  if (!read) co_return tl::unexpected(read.error());
  co_return reading;
}

asio::awaitable<Result<RedisReading>> read_only_definitions(RedisConnection& connection,
                                                            const std::string& extension) {
  co_return co_await begin_reading(connection, extension);
}

asio::awaitable<Result<void>> read_values(RedisConnection& connection,
                                          const std::vector<std::string>& keys,
                                          RedisContents& contents) {
  std::vector<std::string> not_texts;
  constexpr auto keys_a_pipeline = keys_a_command * commands_a_pipeline;
  for (std::size_t begin = 0; begin < keys.size(); begin += keys_a_pipeline) {
    const auto end = std::min(keys.size(), begin + keys_a_pipeline);
    std::vector<RedisCommand> commands;
    for (auto i = begin; i < end; ++i) {
      if ((i - begin) % keys_a_command == 0) commands.push_back({"MGET"});
      commands.back().push_back(keys[i]);
    }
    auto replies = co_await connection.pipeline_or_refusal(commands);
    if (!replies) co_return tl::unexpected(replies.error());
    for (auto i = begin; i < end; ++i) {
      auto& values = (*replies)[(i - begin) / keys_a_command].list;
      const auto place = (i - begin) % keys_a_command;
      if (place >= values.size()) co_return tl::unexpected(redis_odd_reply(connection.name()));
      if (values[place].is_nil()) {
        not_texts.push_back(keys[i]);
      } else {
        contents.values[keys[i]] = StoredValue{std::move(values[place].text)};
      }
    }
  }
  co_return co_await read_types(connection, not_texts, contents);
}

}  // namespace pancake
