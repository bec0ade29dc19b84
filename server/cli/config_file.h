#pragma once

#include <string>

#include "cli/given_settings.h"

namespace pancake {

/// What the config file of `pancake serve` says: a JSON object whose members are named as the
/// settings. Paths in it are seen from the file's folder.
///
///   { "store": "redis://127.0.0.1/0", "definitions": "pancake.json", "listen": ["0.0.0.0:8080"] }
///
/// Errors name file, line and member: what is no JSON, a member that is no setting (with the one
/// that may be meant), a value of another kind or out of its range.
[[nodiscard]] Result<GivenSettings> read_config_file(const std::string& path);

}  // namespace pancake
