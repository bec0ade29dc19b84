#include "store/redis_log.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <utility>

#include "store/kind_text.h"
#include "store/redis_keys.h"

namespace pancake {

namespace {

/// The fields of an entry that are texts, by their names in the stream.
constexpr std::pair<std::string_view, std::string LogEntry::*> text_fields[] = {
    {"who", &LogEntry::who},     {"action", &LogEntry::action}, {"feature", &LogEntry::feature},
    {"group", &LogEntry::group}, {"id", &LogEntry::object_id},  {"reason", &LogEntry::reason}};

/// `<milliseconds>-<number>`: in microseconds, entries of one millisecond told apart.
std::uint64_t revision_of(std::string_view id) {
  std::uint64_t milliseconds = 0;
  std::uint64_t number = 0;
  const auto dash = std::min(id.find('-'), id.size());
  std::from_chars(id.data(), id.data() + dash, milliseconds);
  if (dash < id.size()) std::from_chars(id.data() + dash + 1, id.data() + id.size(), number);
  return milliseconds * 1000 + std::min<std::uint64_t>(number, 999);
}

}  // namespace

RedisCommand log_command(const std::string& extension, const LogEntry& entry) {
  RedisCommand command{"XADD", log_key(extension), "MAXLEN", "~", "10000", "*"};
  command.insert(command.end(), {"kind", std::string(to_text(entry.kind))});
  for (const auto& [name, member] : text_fields) {
    command.insert(command.end(), {std::string(name), entry.*member});
  }
  command.insert(command.end(), {"value", entry.to.value_or("")});
  return command;
}

RedisCommand read_log_command(const std::string& extension, std::size_t limit) {
  const auto count = std::min<std::size_t>(limit, std::numeric_limits<std::int32_t>::max());
  return {"XREVRANGE", log_key(extension), "+", "-", "COUNT", std::to_string(count)};
}

std::vector<LogEntry> read_log(const RedisReply& reply) {
  std::vector<LogEntry> log;
  for (const auto& item : reply.list) {
    if (item.list.size() != 2) continue;
    LogEntry entry;
    entry.revision = revision_of(item.list[0].text);
    entry.when = std::chrono::system_clock::time_point(
        std::chrono::milliseconds(static_cast<std::int64_t>(entry.revision / 1000)));
    const auto& fields = item.list[1].list;
    for (std::size_t i = 0; i + 1 < fields.size(); i += 2) {
      const auto& [name, value] = std::tie(fields[i].text, fields[i + 1].text);
      if (name == "kind") entry.kind = kind_from_text(value).value_or(FeatureKind::switch_);
      if (name == "value") entry.to = value;
      for (const auto& [field, member] : text_fields) {
        if (name == field) entry.*member = value;
      }
    }
    log.push_back(std::move(entry));
  }
  return log;
}

}  // namespace pancake
