#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>

#include "http/response.h"
#include "store/store.h"

namespace pancake {

/// 200 with a JSON body that nobody may keep; `revision` becomes the field Pancake-Revision.
[[nodiscard]] Response json_answer(const nlohmann::ordered_json& json,
                                   std::optional<std::uint64_t> revision);
/// The same for JSON that is written already.
[[nodiscard]] Response text_answer(std::string json, std::optional<std::uint64_t> revision);

/// The answer to what went wrong below: its code as a word, with the status that fits
/// (error_word; docs/reference.md lists both).
[[nodiscard]] Response error_answer(const Error& error);

/// 503 with Retry-After: 1.
[[nodiscard]] Response try_again(std::string_view code, std::string_view message);

/// What was done: {"revision":12,"changes":[…]}, with a warning if it could not be logged.
[[nodiscard]] Response written_answer(const Written& written, const std::vector<Write>& writes);

}  // namespace pancake
