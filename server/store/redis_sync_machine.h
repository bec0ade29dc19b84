#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "store/backoff.h"
#include "store/redis_held_keys.h"
#include "store/redis_link_watch.h"
#include "store/redis_moment.h"
#include "store/redis_pass.h"
#include "store/redis_sync_event.h"
#include "store/redis_url.h"

namespace pancake {

/// How one extension in a Redis is followed, without any I/O, clock or randomness of its own:
/// told what happened and when, it says what is to be done next.
///
///   resting -> connecting -> greeting -> tracking -> reading -> following
///      ^                                                ^  read all, |
///      '------------- anything that breaks -------------'  settle <--' told that everything,
///                                                                      or too much, changed
///
/// - connecting: both connections stand. greeting: log in, choose the database, make sure that
///   this is a master (Sentinel) and no cluster. tracking: from here on the listener hears.
/// - reading: a pass over all keys, each read at another moment; nothing is given meanwhile.
/// - settling: what was heard of is read again in one MULTI (a moment), then PING on the
///   listener: Redis sends invalidations before it answers, so at the PONG all that changed
///   before that moment was heard of. If something did that the MULTI had not asked for, it is
///   asked for too, once more. Then all that is held is what Redis held at that moment.
/// - following: what is heard of is settled and given. A pass in the background every 30 s
///   compares; a difference that nobody told (SWAPDB) leads to a new reading.
///
/// A state's revision is Redis' own clock at its moment, read in the same MULTI. If the clock is
/// not past the last one that was given (it was set back, or another Redis took over), nothing
/// is given until it is.
class RedisSyncMachine {
 public:
  /// At most this many replies are waited for on a connection.
  static constexpr std::size_t most_outstanding = 2300;

  /// `seed` is for the pauses between attempts alone.
  RedisSyncMachine(const RedisUrl& url, ExtensionDefinition extension, std::uint32_t seed);

  /// Says what is to be done next, after `event` at `now`, which never goes back.
  [[nodiscard]] SyncAction resume(SyncEvent event, SyncTime now);

  /// The new state, after a SyncGive and before the next resume().
  [[nodiscard]] StoredState state();

 private:
  enum class Phase : std::uint8_t { resting, connecting, greeting, tracking, reading, following };
  /// What replies are for.
  enum class Purpose : std::uint8_t { greeting, tracking, pass, moment, sign_of_life };
  /// A moment that is being settled.
  struct Settling {
    std::set<std::string> keys;
    std::optional<std::uint64_t> time;  ///< once EXEC has answered
  };

  void on(SyncNext& next);
  void on(SyncConnected& connected);
  void on(SyncLost& lost);
  void on(SyncReplies& replies);
  void on(SyncHeard& heard);
  void on(SyncTimeUp& time_up);
  void on_answer(Purpose purpose, std::vector<RedisReply>& replies);
  void on_greeting(std::vector<RedisReply>& replies);
  void on_pass_step(std::vector<RedisReply>& replies);
  void on_moment(std::vector<RedisReply>& replies);
  void on_listener_answer(std::vector<RedisReply>& replies);
  void on_barrier();

  [[nodiscard]] SyncAction decide();
  [[nodiscard]] SyncAction rest();
  [[nodiscard]] SyncTime next_deadline() const;
  void start_what_is_due();
  void begin_tracking();
  void read_what_is_due();
  [[nodiscard]] bool settling_is_due() const;
  void begin_reading(bool whole);
  void read_on_the_way();
  void begin_comparing();
  void step_pass();
  void end_pass();
  void differ(const std::string& key);
  void settle(std::set<std::string> keys);
  void settled(std::uint64_t time);
  void give_signs_of_life();
  void send(RedisLink link, Purpose purpose, std::vector<RedisCommand> commands);
  void fail(Error error);

  void take_over();
  void found(RedisFound& found);
  void hold(const std::optional<std::uint64_t>& read, std::uint64_t& held);
  void hear(const std::string& key);
  [[nodiscard]] bool is_ours(const std::string& key) const;
  [[nodiscard]] bool is_far_behind(std::uint64_t time) const;
  [[nodiscard]] Error clock_behind(std::uint64_t time) const;

  RedisUrl url_;
  ExtensionDefinition extension_;
  std::string store_;
  std::minstd_rand random_;
  std::set<std::string> own_keys_;
  Backoff backoff_;

  SyncTime now_;
  Phase phase_ = Phase::resting;
  SyncTime rest_until_;
  std::optional<Error> failure_;
  std::deque<SyncSend> to_send_;
  RedisLinkWatch<Purpose> reader_;
  RedisLinkWatch<Purpose> listener_;
  SyncTime next_sign_;
  std::string listener_id_;

  RedisHeldKeys held_;
  std::string lineage_;
  std::uint64_t log_position_ = 0;
  std::uint64_t accepted_ = 0;

  bool everything_ = false;        // was heard of
  std::set<std::string> changed_;  // heard of and not asked for since
  std::optional<Settling> settling_;
  std::optional<RedisPass> pass_;  // reading, or in the background of following
  std::vector<RedisFound> found_;  // by the step before, while the next one is under way
  bool step_under_way_ = false;
  bool step_is_stale_ = false;     // it belongs to a pass that was given up
  bool moment_under_way_ = false;  // and without `settling_` it was given up
  bool sign_under_way_ = false;
  std::set<std::string> untold_;  // differences that nobody has told so far
  bool doubt_ = false;            // a pass is over and left some
  SyncTime next_pass_;
  std::optional<SyncTime> clock_wait_;

  bool other_ = false;  // something is held that was not given
  bool give_ = false;
  std::uint64_t moment_ = 0;  // the revision to give
  std::uint64_t given_ = 0;
};

}  // namespace pancake
