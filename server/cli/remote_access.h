#pragma once

#include <memory>

#include "cli/command.h"
#include "remote/remote_store.h"

namespace pancake {

/// The server that the options name, as a store; nothing is asked of it yet. Errors: usage for a
/// URL that is none, io for a token file that cannot be read or holds no token,
/// forbidden for a token that would leave this machine without TLS.
[[nodiscard]] Result<std::unique_ptr<RemoteStore>> open_remote(const RemoteOptions& options);

}  // namespace pancake
