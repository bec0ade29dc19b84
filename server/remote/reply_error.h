#pragma once

#include "error.h"
#include "remote/http_client.h"

namespace pancake {

/// What an answer other than 200 means: the server's own code and message where it is a Pancake
/// server, with what to do about it here (401: the token); else that it is none.
[[nodiscard]] Error error_of_reply(const RemoteUrl& url, const HttpReply& reply);

/// The error for an answer of status 200 that is not what the API says.
[[nodiscard]] Error not_our_api(const RemoteUrl& url);

}  // namespace pancake
