#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <tl/expected.hpp>

#include "http/executor.h"
#include "http/request.h"
#include "http/response.h"
#include "serve/revision_waits.h"

namespace pancake {

/// A query parameter that is a whole number from 0; no value if it is not there. The refusal is
/// 400.
[[nodiscard]] tl::expected<std::optional<std::uint64_t>, Response> number_parameter(
    const Request& request, std::string_view name);

/// Waits until the revision that the request asks for with `min-revision` is published, at most
/// two seconds. Comes back with the refusal if there is one: 400 for what is no revision, 503 if
/// it is not there in time. The request has to outlive it.
[[nodiscard]] Awaitable<std::optional<Response>> reach_revision(const Request& request,
                                                                RevisionWaits& waits);

}  // namespace pancake
