#pragma once

#include <string>
#include <string_view>

#include "store/store.h"

namespace pancake {

/// The whole stored state of one extension as text that can be kept, compared and imported.
///
///   { "format": "pancake-export", "version": 1, "extension": "pancake",
///     "revision": 12, "lineage": "…", "log_position": 12, "accepted": 0,
///     "definitions": [ {"kind":"flag","name":"BETA","default":false,"client":true} ],
///     "states":      [ {"kind":"flag","name":"BETA","value":"1"} ],
///     "overrides":   [ {"flag":"BETA","group":"user","id":"42","value":"1"} ],
///     "problems":    [ "3 keys of this extension are not UTF-8 and are not used" ] }
///
/// One entry a line, sorted, so that two exports can be compared with diff. Values are the texts
/// that are stored. An id or a value that is not UTF-8 stands as `id_hex` or `value_hex`; what a
/// Redis key of another type holds is not there, its type is: `"wrong_type":"list"`. What could
/// not be read at all is named in `problems`. Full of object ids: for operators only.
[[nodiscard]] std::string export_document(const std::string& extension, const StoredState& state);

struct ExportDocument {
  std::string extension;
  StoredState state;
};

/// Reads what export_document wrote. Errors (bad_value) say where: "backup.json:12:
/// states[3].kind: 'flog' is not switch, flag or sample".
[[nodiscard]] Result<ExportDocument> parse_export_document(std::string_view text,
                                                           const std::string& file_name);

}  // namespace pancake
