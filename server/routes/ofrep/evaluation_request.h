#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "definitions/located_json.h"
#include "routes/ofrep/failure.h"

namespace pancake::ofrep {

/// What the body of an evaluation request says.
struct EvaluationRequest {
  /// The visitor that samples are drawn for. No value: not given, null, or an empty text, which
  /// is what applications send for somebody they do not know.
  std::optional<std::string> targeting_key;
  LocatedJson context;  ///< an object

  /// The object id that an attribute stands for: texts as they are, whole numbers and truth
  /// values as JSON writes them; no value for null. Outer no value: there is no such attribute.
  /// Everything else, and a text over 1,024 bytes, is INVALID_CONTEXT.
  [[nodiscard]] tl::expected<std::optional<std::optional<std::string>>, Failure> attribute(
      std::string_view name) const;
};

/// Reads `{"context":{"targetingKey":"…", …}}`. A missing context is an empty one, as older
/// clients send it; members beside it are passed over, as the protocol may grow.
///
/// PARSE_ERROR: no JSON, no object, a key that stands twice, or more than 32 levels.
/// INVALID_CONTEXT: the context is no object, or its targetingKey no text of up to 1,024 bytes.
[[nodiscard]] tl::expected<EvaluationRequest, Failure> read_evaluation_request(
    std::string_view body);

}  // namespace pancake::ofrep
