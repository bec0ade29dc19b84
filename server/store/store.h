#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "definitions/definitions.h"
#include "error.h"
#include "store/stored_overrides.h"

namespace pancake {

/// Everything that a store holds of one extension at one moment, not interpreted.
///
/// Names are keys' names: upper-cased as Python does it, so that two definitions that differ
/// only in case find the same value.
struct StoredState {
  using Values = std::map<std::string, StoredValue, std::less<>>;

  /// Orders states: later states of one store have higher revisions, also when another server
  /// read them. Redis: its own clock in microseconds; SQLite and memory: a count of changes.
  std::uint64_t revision = 0;
  Values switches;
  Values flags;
  Values samples;
  StoredOverrides overrides;
  /// What `define` put into the store, in the order of first definition.
  std::vector<FeatureDefinition> definitions;
  /// What could not be read at all, one line each; no object id in it.
  std::vector<std::string> problems;
  /// Which life of the store this was read from: another text after the store was restarted,
  /// restored or replaced (Redis: its run id). Empty: the store cannot tell.
  std::string lineage;
  /// The revision of the log's newest entry; 0: the log is empty.
  std::uint64_t log_position = 0;
  /// When somebody said last that this state is to be believed (accept_state()); 0: never.
  std::uint64_t accepted = 0;

  [[nodiscard]] const Values& of(FeatureKind kind) const {
    switch (kind) {
      case FeatureKind::switch_: return switches;
      case FeatureKind::flag: return flags;
      case FeatureKind::sample: return samples;
    }
    return switches;
  }
  [[nodiscard]] Values& of(FeatureKind kind) {
    return const_cast<Values&>(std::as_const(*this).of(kind));
  }
};

/// One change. Names are given as defined; stores upper-case them where keys need it.
struct SetState {  ///< FLAG|SWITCH: "0" or "1"; SAMPLE: the ratio as flask-pancake writes it
  FeatureKind kind;
  std::string name;
  std::string text;
};
struct ClearState {
  FeatureKind kind;
  std::string name;
};
struct SetOverride {
  std::string flag;
  std::string group;
  std::string object_id;
  bool on;
};
struct ClearOverride {
  std::string flag;
  std::string group;
  std::string object_id;
};
/// Removes what the group's tracking set lists (flask-pancake 0.5.2 `clear_all_group`).
struct ClearOverrides {
  std::string flag;
  std::string group;
};
struct Define {
  FeatureDefinition definition;
};
struct Undefine {
  FeatureKind kind;
  std::string name;
};
using Change = std::variant<SetState, ClearState, SetOverride, ClearOverride, ClearOverrides,
                            Define, Undefine>;

/// A text as it is stored, or nothing if nothing is stored.
using StoredText = std::optional<std::string>;

/// A change, and what it may depend on.
struct Write {
  Change change;
  /// What must be stored at this very place for the write to happen; no value: anything.
  /// Definitions: definition_json.h. A value of a wrong type counts as nothing. Not for
  /// ClearOverrides, which has no single place.
  std::optional<StoredText> expected = std::nullopt;
};

/// Who asked for a write, and what for.
struct Author {
  std::string who;          ///< "cli:root", "api:alice"
  std::string reason = {};  ///< may be empty
};

/// That a store has done what was asked.
struct Written {
  std::uint64_t revision = 0;  ///< from which on all of it is visible
  std::string warning = {};    ///< why it is not in the log; empty if it is
};

/// An entry of a store's append-only log.
struct LogEntry {
  std::chrono::system_clock::time_point when;
  std::uint64_t revision = 0;
  std::string who;     ///< who asked for it: "cli:root", "api:alice"
  std::string reason;  ///< what for; may be empty
  /// "enable", "set", "clear_group", …: the CLI's word. "accept_state" is about no feature: then
  /// `feature` is empty, and `kind` means nothing.
  std::string action;
  FeatureKind kind = FeatureKind::switch_;
  std::string feature;
  std::string group;      ///< overrides only
  std::string object_id;  ///< overrides only
  /// The texts before and after (definitions: as JSON). clear_all_group: `from` is a JSON
  /// object of what was removed, text by object id (change_log.h).
  StoredText from;
  StoredText to;
  bool knows_from = true;  ///< false: of an older release, which did not note `from`
};

/// So many writes a store carries out at once.
inline constexpr std::size_t most_writes = 500;

/// Stores forget old entries of their log, but none of the newest so many.
inline constexpr std::size_t longest_log = 10'000;

/// Which entries of a log are asked for.
struct LogQuery {
  /// At most so many, and then whatever was written together with the last of them: entries of
  /// one revision are never torn apart.
  std::size_t limit = 100;
  /// Only entries older than this revision; no value: from the newest on.
  std::optional<std::uint64_t> before = std::nullopt;
  std::optional<FeatureKind> kind = std::nullopt;
  std::optional<std::string> feature = std::nullopt;  ///< in whatever case it was written
};

/// (group, object id) pairs of one visitor.
using ObjectIds = std::span<const std::pair<std::string, std::string>>;

/// Follows one extension in a store. Used by one coroutine, and destroyed before its executor.
class Follower {
 public:
  virtual ~Follower() = default;

  /// The first call reads everything. A later call comes back when the store holds something
  /// else than what it gave last, with the new state: within 100 ms of the change where the
  /// store tells. A store that was replaced may give a lower revision than before: StoreGuard
  /// (sync/store_guard.h) decides whether it is believed. Errors (store_unreachable above all)
  /// leave the follower usable: the next call connects and reads everything anew.
  virtual boost::asio::awaitable<Result<StoredState>> next() = 0;
};

/// Where states, overrides and definitions are kept. Reads never write; every write is atomic
/// and durable as far as the store can be before it is reported done.
///
/// All methods run on the executor of the calling coroutine and may be called again after an
/// error. `extension` is what the caller knows of it (groups and defined names decide how
/// ambiguous Redis keys are read).
class Store {
 public:
  virtual ~Store() = default;

  /// Everything of the extension, what nobody defined included.
  virtual boost::asio::awaitable<Result<StoredState>> read(
      const ExtensionDefinition& extension) = 0;

  /// The states of the defined features (file and store), and the overrides of these ids only:
  /// a few look-ups, however many overrides there are. Discovers nothing.
  virtual boost::asio::awaitable<Result<StoredState>> read_for(const ExtensionDefinition& extension,
                                                               ObjectIds ids) = 0;

  /// Only what `define` put into the store.
  virtual boost::asio::awaitable<Result<std::vector<FeatureDefinition>>> read_definitions(
      const std::string& extension) = 0;

  /// Carries the writes out in their order, all of them or none, and logs each: 1 to
  /// `most_writes` of them. Error `conflict`: something else was stored before than one of them
  /// expects, and nothing was written.
  ///
  /// A log that cannot be written keeps nobody from switching a feature off: then the writes are
  /// done all the same, with a warning.
  virtual boost::asio::awaitable<Result<Written>> apply(const std::string& extension,
                                                        const std::vector<Write>& writes,
                                                        const Author& author) = 0;

  /// Entries of the log, newest first.
  virtual boost::asio::awaitable<Result<std::vector<LogEntry>>> log(const std::string& extension,
                                                                    const LogQuery& query) = 0;

  /// Says that what the store holds now is to be believed, though it is older than, or lacks,
  /// what servers have seen of it.
  virtual boost::asio::awaitable<Result<Written>> accept_state(const std::string& extension,
                                                               const Author& author) = 0;

  /// A follower of its own connection. The store must outlive it.
  [[nodiscard]] virtual std::unique_ptr<Follower> follow(ExtensionDefinition extension) = 0;

  /// "sqlite:pancake.db", "redis://127.0.0.1:6379/0": for messages, without password.
  [[nodiscard]] virtual std::string name() const = 0;
};

/// The Redis key of a feature, as flask-pancake 0.5.2 builds it: `FLAG:<extension>:<NAME>`.
[[nodiscard]] std::string redis_key(FeatureKind kind, std::string_view extension,
                                    std::string_view name);

/// Opens a store by its URL: `sqlite:PATH`, `redis://[USER[:PASSWORD]@]HOST[:PORT][/DB]`,
/// `rediss://…`, `memory:`. Checks the URL and local files; a Redis is connected to on use.
/// `create` is false for reading commands: then a SQLite file that is not there is not made,
/// and reads as an empty store.
[[nodiscard]] Result<std::unique_ptr<Store>> open_store(const std::string& url, bool create = true);

}  // namespace pancake
