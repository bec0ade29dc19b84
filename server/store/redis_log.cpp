#include "store/redis_log.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "store/change_log.h"
#include "store/kind_text.h"
#include "store/redis_error.h"
#include "store/redis_keys.h"

namespace pancake {

namespace {

/// Redis is not held up by more at once.
constexpr std::size_t entries_a_command = 500;

/// The fields of an entry that are texts, by their names in the stream.
constexpr std::pair<std::string_view, std::string LogEntry::*> text_fields[] = {
    {"who", &LogEntry::who},     {"action", &LogEntry::action}, {"feature", &LogEntry::feature},
    {"group", &LogEntry::group}, {"id", &LogEntry::object_id},  {"reason", &LogEntry::reason}};

/// `<milliseconds>-<number>`: in microseconds, entries of one millisecond told apart.
std::uint64_t time_of(std::string_view id) {
  std::uint64_t milliseconds = 0;
  std::uint64_t number = 0;
  const auto dash = std::min(id.find('-'), id.size());
  std::from_chars(id.data(), id.data() + dash, milliseconds);
  if (dash < id.size()) std::from_chars(id.data() + dash + 1, id.data() + id.size(), number);
  return milliseconds * 1000 + std::min<std::uint64_t>(number, 999);
}

void read_field(const std::string& name, const std::string& value, LogEntry& entry) {
  if (name == "revision") {
    std::from_chars(value.data(), value.data() + value.size(), entry.revision);
    entry.knows_from = true;
  }
  if (name == "kind") entry.kind = kind_from_text(value).value_or(FeatureKind::switch_);
  if (name == "from") entry.from = value;
  // Older releases call it `value`, and write it empty where there is none.
  if (name == "to" || (name == "value" && !value.empty())) entry.to = value;
  for (const auto& [field, member] : text_fields) {
    if (name == field) entry.*member = value;
  }
}

LogEntry read_entry(const std::string& id, const std::vector<RedisReply>& fields) {
  LogEntry entry;
  entry.revision = time_of(id);
  entry.knows_from = false;
  for (std::size_t i = 0; i + 1 < fields.size(); i += 2) {
    read_field(fields[i].text, fields[i + 1].text, entry);
  }
  entry.when = std::chrono::system_clock::time_point(
      std::chrono::microseconds(static_cast<std::int64_t>(entry.revision)));
  return entry;
}

}  // namespace

boost::asio::awaitable<Result<std::vector<LogEntry>>> read_log_page(RedisConnection& connection,
                                                                    const std::string& extension,
                                                                    const LogQuery& query) {
  LogPage page(query);
  std::string newest = "+";
  // From the newest entry on: ids need not be in step with revisions when a clock was set back.
  for (;;) {
    const RedisCommand command{
        "XREVRANGE", log_key(extension), newest, "-", "COUNT", std::to_string(entries_a_command)};
    const auto reply = co_await connection.command(command);
    if (!reply) co_return tl::unexpected(reply.error());
    if (reply->is_error()) {
      co_return tl::unexpected(redis_refusal(connection.name(), reply->text));
    }
    for (const auto& item : reply->list) {
      if (item.list.size() != 2) co_return tl::unexpected(redis_odd_reply(connection.name()));
      newest = "(" + item.list[0].text;
      if (!page.add(read_entry(item.list[0].text, item.list[1].list))) co_return page.take();
    }
    if (reply->list.size() < entries_a_command) co_return page.take();
  }
}

RedisCommand newest_entry_command(const std::string& extension) {
  return {"XREVRANGE", log_key(extension), "+", "-", "COUNT", "1"};
}

std::uint64_t newest_revision(const RedisReply& reply) {
  if (reply.list.empty() || reply.list.front().list.size() != 2) return 0;
  const auto& entry = reply.list.front().list;
  return read_entry(entry[0].text, entry[1].list).revision;
}

}  // namespace pancake
