#pragma once

#include <string_view>

namespace pancake {

/// What a script is told about one change: two keys, then the arguments. All are texts.
///
///   word     keys                        does, as flask-pancake 0.5.2 does it
///   set      state key                   SET key value
///   del      state key                   DEL key
///   oset     override key, tracking set  SADD set key, SET key value
///   odel     override key, tracking set  DEL key, SREM set key
///   oall     tracking set                DEL and SREM of every member; `value` is what our keys
///                                        begin with: the rest is the id for the log
///   hset     hash of definitions         HSET key field value, with `since` put in
///   hdel     hash of definitions         HDEL key field
///
///   KEYS  log, then two a change (the second may be the first again)
///   ARGV  longest log, who, reason, count, then a change:
///         word value field expects expected action kind feature group id logged
///
/// `expects` is "-" (anything), "n" (nothing is stored) or "t" (the text `expected`); `logged` is
/// what the log calls the value.
///
/// Everything that could refuse a change is looked at before the first write, because Redis takes
/// nothing back: types, what is expected, and rights (where Redis tells them: 7.0 and newer).
/// Replies {1, revision, what kept the log from being written, or ''}, or, with nothing written,
/// {0, number of the change, 'conflict' | 'type' | 'rights', key, type, wanted type}.
extern const std::string_view write_script;

/// How many arguments a change has.
inline constexpr int arguments_a_change = 11;

/// Notes that an operator accepted what is stored: KEYS log, mark; ARGV longest log, who, reason.
/// Replies as above.
extern const std::string_view accept_script;

}  // namespace pancake
