#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "error.h"
#include "pancake/bytes.h"

namespace pancake {

/// Who may read a file that is written: everybody (as far as the umask lets them), or only us.
enum class FilePrivacy : std::uint8_t { everybody, owner_only };

/// Reads all of a file. Error io, with the reason ("flags.snapshot: No such file or directory").
[[nodiscard]] Result<Bytes> read_whole_file(const std::string& path);

/// Puts a file in place whole or not at all: written beside it, made durable, renamed over it.
/// Error io, and the old file stays as it was. A link is followed; a pipe or device is written to.
[[nodiscard]] Result<void> write_whole_file(const std::string& path,
                                            std::span<const std::uint8_t> bytes,
                                            FilePrivacy privacy);

}  // namespace pancake
