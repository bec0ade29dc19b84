#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "definitions/field_reader.h"
#include "routes/api/api_call.h"
#include "routes/awaited_revision.h"

namespace pancake {

/// Refuses a body that is not `application/json`: 415.
[[nodiscard]] Needed<void> require_json(const Request& request);

/// Gives the body, which is a JSON object of these members, to `read`. Refused: another content
/// type (415), what is no JSON (400 `bad_json`), unknown members and whatever `read` calls wrong
/// (400 `bad_value`); messages begin with where: "body:3: ratio: …". With `may_be_missing` an
/// empty body is an object without members.
[[nodiscard]] Needed<void> read_body(const Request& request, bool may_be_missing,
                                     std::initializer_list<std::string_view> members,
                                     const std::function<void(const Field&)>& read);

/// `true` or `false`; false if it is not there.
[[nodiscard]] Needed<bool> truth_parameter(const Request& request, std::string_view name);
/// One of some words; the first if it is not there.
[[nodiscard]] Needed<std::string> choice_parameter(const Request& request, std::string_view name,
                                                   std::initializer_list<std::string_view> words);

/// How the log names the caller: "api:alice".
[[nodiscard]] std::string log_name(const ApiCall& call);
/// Who changes something, and why: the caller, and `?reason=` or the field Pancake-Reason.
[[nodiscard]] Needed<Author> author_of(const ApiCall& call);

}  // namespace pancake
