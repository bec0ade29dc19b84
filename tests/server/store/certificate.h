#pragma once

#include <string>

namespace pancake::test {

/// Writes a new key and a certificate for 127.0.0.1 signed by itself, good for an hour, as PEM.
/// Throws if it cannot.
void write_certificate(const std::string& key_file, const std::string& certificate_file);

/// The same, signed by the authority of these two files, which write_certificate() made.
void write_signed_certificate(const std::string& authority_key_file,
                              const std::string& authority_file, const std::string& key_file,
                              const std::string& certificate_file);

}  // namespace pancake::test
