#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "admin/history.h"
#include "store/store.h"

namespace pancake {

/// An entry of the log for programs:
///
///   {"when":"2026-11-22T10:16:00.123456Z","revision":12,"who":"api:ada","action":"enable_group","kind":"flag",
///    "name":"BETA","group":"user","id":"42","value":"1","from":null,"to":"1","reason":"…"}
///
/// `group`, `id`, `value`, `reason` stand where there is something to say; `from` and `to` are
/// null where nothing was stored, `from` is left out if nobody noted it, and is an object of
/// percent-encoded ids for clear_all_group. An id that is not UTF-8 stands as `id_hex`.
[[nodiscard]] nlohmann::ordered_json log_entry_json(const LogEntry& entry);

/// Reads what log_entry_json wrote. Error bad_value.
[[nodiscard]] Result<LogEntry> parse_log_entry(const nlohmann::ordered_json& json);

/// A change as it will stand in the log, without `when`, `who` and `revision`.
[[nodiscard]] nlohmann::ordered_json change_json(const Change& change);

/// A write for a store that is far away: what change_json says, and `expected` if there is one
/// (null: nothing may be stored there). parse_write checks words and types alone; whether the
/// change may be made is check_change's. Error bad_value.
[[nodiscard]] nlohmann::ordered_json write_json(const Write& write);
[[nodiscard]] Result<Write> parse_write(const nlohmann::ordered_json& json);

/// {"changes":[change_json…],"skipped":["…"],"overwrites":["…"]}
[[nodiscard]] nlohmann::ordered_json plan_json(const ChangePlan& plan);

/// {"kind":…,"name":…,"part":"state","group":…,"id":…,"from":…,"to":…}
[[nodiscard]] nlohmann::ordered_json net_change_json(const NetChange& change);

}  // namespace pancake
