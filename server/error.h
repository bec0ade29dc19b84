#pragma once

#include <cstdint>
#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace pancake {

/// What went wrong, as far as a caller has to tell it apart.
enum class ErrorCode : std::uint8_t {
  usage,            ///< the caller's words are wrong (exit code 2)
  bad_definitions,  ///< the definitions file does not hold together
  bad_name,         ///< a name that is not allowed
  bad_value,        ///< a value out of range or not a number
  unknown_feature,
  unknown_group,
  unknown_extension,
  store_unreachable,  ///< no connection, or it broke; trying again may help
  store_refused,      ///< the store answered no: read-only, wrong type, out of memory, no rights
  damaged,            ///< bytes that are not what was written (a snapshot, a database file)
  io,                 ///< a file or socket of this machine
  conflict,           ///< something else is stored by now than the caller expected
  not_ready,          ///< not yet: trying again will help
  unauthorized,       ///< no token, or one that is not known
  forbidden,          ///< a known caller who may not do this
};

/// One failure: a code for programs and one line for people that says where and what to do.
struct Error {
  ErrorCode code;
  std::string message;
};

template <typename T>
using Result = tl::expected<T, Error>;

[[nodiscard]] inline tl::unexpected<Error> fail(ErrorCode code, std::string message) {
  return tl::unexpected<Error>(Error{code, std::move(message)});
}

}  // namespace pancake
