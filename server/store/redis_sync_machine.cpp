#include "store/redis_sync_machine.h"

#include <algorithm>

#include "store/redis_definitions.h"
#include "store/redis_error.h"
#include "store/redis_greeting.h"
#include "store/redis_keys.h"
#include "store/redis_time.h"

namespace pancake {

namespace {

using namespace std::chrono_literals;

constexpr auto sign_interval = 2s;
constexpr auto invalidations = "__redis__:invalidate";
}  // namespace

RedisSyncMachine::RedisSyncMachine(const RedisUrl& url, ExtensionDefinition extension,
                                   std::uint32_t seed)
    : url_(url),
      extension_(std::move(extension)),
      store_(url.name()),
      random_(seed),
      own_keys_{definitions_key(extension_.name), log_key(extension_.name),
                accepted_key(extension_.name)},
      held_(extension_) {}

SyncAction RedisSyncMachine::resume(SyncEvent event, SyncTime now) {
  now_ = now;
  take_over();
  std::visit([this](auto& what) { on(what); }, event);
  return decide();
}

StoredState RedisSyncMachine::state() {
  auto state = held_.state(moment_);
  state.lineage = lineage_;
  state.log_position = log_position_;
  state.accepted = accepted_;
  return state;
}

// ---- What happened ----

void RedisSyncMachine::on(SyncNext& /*next*/) {}

void RedisSyncMachine::on(SyncTimeUp& /*time_up*/) {
  // Only now is it sure that nothing has arrived that waits to be looked at.
  for (const auto* link : {&reader_, &listener_}) {
    const auto end = link->patience_ends();
    if (end && now_ >= *end) fail(redis_lost(store_, "no answer in time"));
  }
}

void RedisSyncMachine::on(SyncLost& lost) { fail(std::move(lost.error)); }

void RedisSyncMachine::on(SyncConnected& /*connected*/) {
  phase_ = Phase::greeting;
  reader_.reset();
  listener_.reset();
  listener_id_.clear();
  step_under_way_ = step_is_stale_ = moment_under_way_ = sign_under_way_ = false;
  other_ = true;  // whatever is there will be news: that it is there
  auto commands = log_in_commands(url_);
  commands.insert(commands.end(), {RedisCommand(1, "TIME"), RedisCommand{"INFO", "server"}});
  if (url_.is_sentinel()) commands.emplace_back(1, "ROLE");
  send(RedisLink::reader, Purpose::greeting, std::move(commands));
  commands = log_in_commands(url_);
  commands.insert(commands.end(),
                  {RedisCommand{"CLIENT", "ID"}, RedisCommand{"SUBSCRIBE", invalidations}});
  send(RedisLink::listener, Purpose::greeting, std::move(commands));
}

void RedisSyncMachine::on(SyncReplies& replies) {
  reader_.heard(now_);
  for (auto& reply : replies.replies) {
    bool odd = false;
    auto answer = reader_.take(std::move(reply), odd);
    if (odd) return fail(redis_odd_reply(store_));
    if (answer) on_answer(answer->purpose, answer->replies);
  }
}

void RedisSyncMachine::on(SyncHeard& event) {
  auto& heard = event.heard;
  listener_.heard(now_);
  everything_ |= heard.everything;
  for (const auto& key : heard.keys) hear(key);
  for (auto& reply : heard.replies) {
    bool odd = false;
    auto answer = listener_.take(std::move(reply), odd);
    if (odd) return fail(redis_odd_reply(store_));
    if (answer) on_listener_answer(answer->replies);
  }
}

void RedisSyncMachine::hear(const std::string& key) {
  if (!is_ours(key)) return;
  changed_.insert(key);
  untold_.erase(key);
}

bool RedisSyncMachine::is_ours(const std::string& key) const {
  // A prefix of ours can also begin the key of a longer extension.
  return own_keys_.contains(key) || key_parts(key, extension_.name);
}

void RedisSyncMachine::on_answer(Purpose purpose, std::vector<RedisReply>& replies) {
  if (failure_) return;
  take_over();
  switch (purpose) {
    case Purpose::greeting: return on_greeting(replies);
    case Purpose::pass: return on_pass_step(replies);
    case Purpose::moment: return on_moment(replies);
    case Purpose::tracking:
      if (replies.front().is_error()) return fail(redis_refusal(store_, replies.front().text));
      return begin_reading(true);
    case Purpose::sign_of_life:
      sign_under_way_ = false;
      if (!url_.is_sentinel()) return;
      if (auto role = read_role(store_, replies.front()); !role) fail(role.error());
  }
}

void RedisSyncMachine::on_greeting(std::vector<RedisReply>& replies) {
  const auto log_in = log_in_commands(url_).size();
  for (std::size_t i = 0; i < log_in; ++i) {
    if (replies[i].is_error()) return fail(redis_refusal(store_, replies[i].text));
  }
  const auto time = redis_time(store_, replies[log_in]);
  if (!time) return fail(time.error());
  if (is_far_behind(*time)) return fail(clock_behind(*time));
  auto lineage = read_server_info(store_, replies[log_in + 1]);
  if (!lineage) return fail(lineage.error());
  lineage_ = std::move(*lineage);
  if (url_.is_sentinel()) {
    if (auto role = read_role(store_, replies.back()); !role) return fail(role.error());
  }
  begin_tracking();
}

void RedisSyncMachine::on_listener_answer(std::vector<RedisReply>& replies) {
  if (failure_) return;
  for (const auto& reply : replies) {
    if (reply.is_error()) return fail(redis_refusal(store_, reply.text));
  }
  if (phase_ == Phase::greeting) {
    // The last two are CLIENT ID and SUBSCRIBE.
    listener_id_ = std::to_string(replies[replies.size() - 2].number);
    begin_tracking();
  } else if (settling_ && settling_->time && listener_.is_idle()) {
    // Every PING is answered, and so the one that was sent when EXEC had answered.
    on_barrier();
  }
}

void RedisSyncMachine::begin_tracking() {
  // Both connections must have answered.
  if (!reader_.is_idle() || listener_id_.empty()) return;
  phase_ = Phase::tracking;
  std::vector<RedisCommand> commands{tracking_command(extension_.name, listener_id_)};
  send(RedisLink::reader, Purpose::tracking, std::move(commands));
}

// ---- What is to be done ----

SyncAction RedisSyncMachine::decide() {
  if (failure_) return rest();
  if (phase_ == Phase::resting) {
    if (now_ < rest_until_) return SyncWait{rest_until_};
    phase_ = Phase::connecting;
  }
  if (phase_ == Phase::connecting) return SyncConnect{};
  if (give_) {
    give_ = false;
    other_ = false;
    given_ = moment_;
    backoff_.reset();
    return SyncGive{};
  }
  start_what_is_due();
  if (to_send_.empty()) return SyncWait{next_deadline()};
  SyncAction action = std::move(to_send_.front());
  to_send_.pop_front();
  return action;
}

SyncAction RedisSyncMachine::rest() {
  phase_ = Phase::resting;
  rest_until_ = now_ + backoff_.next(static_cast<std::uint32_t>(random_()));
  to_send_.clear();
  pass_.reset();
  settling_.reset();
  give_ = false;
  SyncFail action{std::move(*failure_)};
  failure_.reset();
  return action;
}

void RedisSyncMachine::start_what_is_due() {
  if (phase_ == Phase::reading || phase_ == Phase::following) {
    read_what_is_due();
    give_signs_of_life();
  }
}

void RedisSyncMachine::give_signs_of_life() {
  if (now_ < next_sign_) return;
  next_sign_ = now_ + sign_interval;
  if (listener_.is_idle())
    send(RedisLink::listener, Purpose::sign_of_life, {RedisCommand(1, "PING")});
  // Whoever owes an answer is watched already, but only ROLE says who is the master.
  if (sign_under_way_ || (!url_.is_sentinel() && !reader_.is_idle())) return;
  sign_under_way_ = true;
  std::vector<RedisCommand> commands(1, RedisCommand(1, url_.is_sentinel() ? "ROLE" : "PING"));
  send(RedisLink::reader, Purpose::sign_of_life, std::move(commands));
}

SyncTime RedisSyncMachine::next_deadline() const {
  const bool reads = phase_ == Phase::reading || phase_ == Phase::following;
  auto next = reads ? next_sign_ : SyncTime::max();
  if (phase_ == Phase::following && !pass_) next = std::min(next, next_pass_);
  if (phase_ == Phase::following && clock_wait_) next = std::min(next, *clock_wait_);
  for (const auto* link : {&reader_, &listener_}) {
    if (const auto end = link->patience_ends()) next = std::min(next, *end);
  }
  return next;
}

void RedisSyncMachine::send(RedisLink link, Purpose purpose, std::vector<RedisCommand> commands) {
  auto& watch = link == RedisLink::reader ? reader_ : listener_;
  watch.expect(purpose, commands.size(), now_);
  to_send_.push_back({link, std::move(commands)});
}

void RedisSyncMachine::fail(Error error) {
  if (phase_ != Phase::resting && !failure_) failure_ = std::move(error);
}

}  // namespace pancake
