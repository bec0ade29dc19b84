#pragma once

namespace pancake {

/// Lets this process have as many files and sockets open as the system allows it: where it starts
/// with 1,024, a thousand clients of events would be too many.
void raise_open_files_limit() noexcept;

}  // namespace pancake
