#include "simulated_redis.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "store/redis_keys.h"

namespace pancake::test {

namespace {

using Kind = RedisReply::Kind;

RedisReply reply_of(Kind kind, std::string text) {
  RedisReply reply;
  reply.kind = kind;
  reply.text = std::move(text);
  return reply;
}
RedisReply text(std::string of) { return reply_of(Kind::text, std::move(of)); }
RedisReply status(std::string of) { return reply_of(Kind::status, std::move(of)); }
RedisReply list(std::vector<RedisReply> of) {
  RedisReply reply;
  reply.kind = Kind::list;
  reply.list = std::move(of);
  return reply;
}
RedisReply number(std::int64_t of) {
  RedisReply reply;
  reply.kind = Kind::integer;
  reply.number = of;
  return reply;
}

}  // namespace

SimulatedRedis::SimulatedRedis(Dice& dice, std::string extension)
    : dice_(dice), extension_(std::move(extension)), clock_(1'700'000'000'000'000) {}

// ---- What others do ----

void SimulatedRedis::write(const std::map<std::string, std::optional<std::string>>& values) {
  for (const auto& [key, value] : values) {
    if (value) {
      data_.keys[key] = {"string", *value};
    } else if (data_.keys.erase(key) == 0) {
      continue;
    }
    touch(key);
  }
}

void SimulatedRedis::put_list(const std::string& key) {
  data_.keys[key] = {"list", ""};
  touch(key);
}

void SimulatedRedis::define(const std::string& flag, bool on) {
  data_.definitions[flag] = on;
  touch(definitions_key(extension_));
}

void SimulatedRedis::log_and_accept() {
  data_.log = clock_;
  touch(log_key(extension_));
  if (!dice_.one_in(3)) return;
  data_.accepted = clock_;
  touch(accepted_key(extension_));
}

void SimulatedRedis::flush_all() {
  data_ = {};
  everything_pending_ = true;
}

void SimulatedRedis::swap() { std::swap(data_, kept_); }

void SimulatedRedis::restart() {
  cut();
  run_id_ += '+';
  if (dice_.one_in(3)) data_ = kept_;
  if (dice_.one_in(3)) data_ = {};
}

void SimulatedRedis::touch(const std::string& key) { pending_.insert(key); }

// ---- The two connections ----

void SimulatedRedis::connect() {
  cut();
  connected_ = true;
}

void SimulatedRedis::cut() {
  connected_ = tracking_ = everything_pending_ = false;
  links_ = {};
  pending_.clear();
  told_before_.clear();
  cursors_.clear();
}

void SimulatedRedis::receive(const SyncSend& sent) {
  auto& link = links_[at(sent.link)];
  for (const auto& command : sent.commands) link.received.push_back(command);
  link.owed += sent.commands.size();
}

bool SimulatedRedis::has_work() const {
  return connected_ && (!links_[0].received.empty() || !links_[1].received.empty() ||
                        everything_pending_ || !pending_.empty());
}

void SimulatedRedis::turn() {
  if (!connected_) return;
  clock_ += 1 + dice_.below(50);
  std::array<std::vector<RedisReply>, 2> replies;
  const auto first = dice_.below(2);
  for (const auto one : {first, 1 - first}) {
    auto& link = links_[one];
    for (auto some = dice_.below(6); some > 0 && !link.received.empty(); --some) {
      const auto command = std::move(link.received.front());
      link.received.pop_front();
      run(link, command, replies[one]);
    }
  }
  auto& listener = links_[at(RedisLink::listener)];
  auto& to_listener = replies[at(RedisLink::listener)];
  listener.sent.insert(listener.sent.end(), to_listener.begin(), to_listener.end());
  flush_invalidations();
  auto& reader = links_[at(RedisLink::reader)];
  auto& to_reader = replies[at(RedisLink::reader)];
  reader.sent.insert(reader.sent.end(), to_reader.begin(), to_reader.end());
}

void SimulatedRedis::flush_invalidations() {
  const bool everything = std::exchange(everything_pending_, false);
  std::vector<std::string> keys(pending_.begin(), pending_.end());
  pending_.clear();
  if (!tracking_) return;
  if (everything) tell(true, {});
  if (!told_before_.empty() && dice_.one_in(8)) {
    keys.push_back(told_before_[dice_.below(told_before_.size())]);
  }
  std::ranges::sort(keys, {}, [order = dice_.roll()](const std::string& key) {
    return std::hash<std::string>()(key) ^ order;
  });
  std::vector<std::string> message;  // in one, or in several
  for (const auto& key : keys) {
    message.push_back(key);
    if (dice_.one_in(4)) tell(false, std::exchange(message, {}));
  }
  if (!message.empty()) tell(false, std::move(message));
  told_before_ = std::move(keys);
}

void SimulatedRedis::tell(bool everything, std::vector<std::string> keys) {
  std::vector<RedisReply> names;
  for (auto& key : keys) names.push_back(text(std::move(key)));
  auto payload = everything ? RedisReply{} : list(std::move(names));
  links_[at(RedisLink::listener)].sent.push_back(
      list({text("message"), text("__redis__:invalidate"), std::move(payload)}));
}

std::vector<RedisReply> SimulatedRedis::deliver(RedisLink to, bool all) {
  auto& link = links_[at(to)];
  std::vector<RedisReply> delivered;
  auto count = all ? link.sent.size() : 1 + dice_.below(link.sent.size());
  for (; count > 0; --count) {
    delivered.push_back(std::move(link.sent.front()));
    link.sent.pop_front();
    const auto& reply = delivered.back();
    const bool told = reply.list.size() == 3 && reply.list[0].text == "message";
    if (!told) --link.owed;
  }
  return delivered;
}

void SimulatedRedis::run(Link& link, const RedisCommand& command,
                         std::vector<RedisReply>& replies) {
  if (command[0] == "MULTI") {
    link.in_multi = true;
    replies.push_back(status("OK"));
  } else if (command[0] == "EXEC") {
    replies.push_back(execute(link));
  } else if (link.in_multi) {
    link.queued.push_back(command);
    replies.push_back(status("QUEUED"));
  } else {
    replies.push_back(answer(command));
  }
}

RedisReply SimulatedRedis::execute(Link& link) {
  link.in_multi = false;
  ++clock_;
  moments_[clock_].insert(contents());
  std::vector<RedisReply> replies;
  for (const auto& command : link.queued) replies.push_back(answer(command));
  link.queued.clear();
  return list(std::move(replies));
}

RedisReply SimulatedRedis::answer(const RedisCommand& command) {
  const auto& word = command[0];
  const auto value = [this](const std::string& key) -> const Value* {
    const auto found = data_.keys.find(key);
    return found == data_.keys.end() ? nullptr : &found->second;
  };
  if (word == "TIME") {
    return list(
        {text(std::to_string(clock_ / 1'000'000)), text(std::to_string(clock_ % 1'000'000))});
  }
  if (word == "INFO")
    return text("# Server\r\nredis_version:7.0.15\r\nredis_mode:standalone\r\nrun_id:" + run_id_ +
                "\r\n");
  if (word == "ROLE") return list({text("master"), number(0), list({})});
  if (word == "PING") return status("PONG");
  if (word == "SUBSCRIBE") return list({text("subscribe"), text(command[1]), number(1)});
  if (word == "CLIENT" && command[1] == "ID") return number(7);
  if (word == "CLIENT") {
    tracking_ = true;
    return status("OK");
  }
  if (word == "SCAN") return scan(command);
  if (word == "TYPE") {
    const auto* const held = value(command[1]);
    return status(held == nullptr ? "none" : held->type);
  }
  if (word == "MGET") {
    std::vector<RedisReply> texts;
    for (std::size_t i = 1; i < command.size(); ++i) {
      const auto* const held = value(command[i]);
      const bool is_text = held != nullptr && held->type == "string";
      texts.push_back(is_text ? text(held->text) : RedisReply{});
    }
    return list(std::move(texts));
  }
  if (word == "HGETALL") {
    std::vector<RedisReply> fields;
    for (const auto& [flag, on] : data_.definitions) {
      fields.push_back(text("flag:" + flag));
      fields.push_back(text(on ? R"({"default":true})" : R"({"default":false})"));
    }
    return list(std::move(fields));
  }
  if (word == "XREVRANGE") {
    if (data_.log == 0) return list({});
    return list(
        {list({text(std::to_string(data_.log / 1000) + "-" + std::to_string(data_.log % 1000)),
               list({text("who"), text("test")})})});
  }
  if (word == "GET" && data_.accepted != 0) return text(std::to_string(data_.accepted));
  if (word == "GET") return {};
  return status("OK");  // AUTH, SELECT
}

/// From a cursor on in the order of keys: what is there all the time is given, once or twice.
RedisReply SimulatedRedis::scan(const RedisCommand& command) {
  auto next = data_.keys.begin();
  if (command[1] != "0") next = data_.keys.upper_bound(cursors_[command[1]]);
  std::vector<RedisReply> keys;
  for (auto some = 1 + dice_.below(6); some > 0 && next != data_.keys.end(); --some, ++next) {
    keys.push_back(text(next->first));
    if (dice_.one_in(10)) keys.push_back(text(next->first));
  }
  std::string cursor = "0";
  if (next != data_.keys.end()) {
    cursor = std::to_string(cursors_.size() + 1);
    cursors_[cursor] = keys.back().text;
  }
  return list({text(cursor), list(std::move(keys))});
}

// ---- What is held ----

std::string SimulatedRedis::contents() const {
  std::string all;
  for (const auto& [key, value] : data_.keys) {
    const auto parts = key_parts(key, extension_);
    if (!parts || parts->role == KeyParts::Role::tracking) continue;
    all += key + "=" + (value.type == "string" ? value.text : "(" + value.type + ")") + "\n";
  }
  for (const auto& [flag, on] : data_.definitions) {
    all += "define " + flag + (on ? " on\n" : " off\n");
  }
  return all + std::to_string(data_.log) + " " + std::to_string(data_.accepted);
}

bool SimulatedRedis::held_at(std::uint64_t time, const std::string& contents) const {
  const auto moment = moments_.find(time);
  return moment != moments_.end() && moment->second.contains(contents);
}

}  // namespace pancake::test
