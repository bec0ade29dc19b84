#include "snapshot_header.h"

#include <bit>
#include <cstring>

#include "hash.h"

static_assert(std::endian::native == std::endian::little,
              "snapshots are little endian and read in place");

namespace pancake {
namespace {

constexpr std::string_view magic = "PNCK";
constexpr std::uint16_t format_version = 3;
constexpr std::size_t fixed_bytes = 32;
constexpr std::size_t checked_from = 16;  // the checksum covers everything from here on

template <typename T>
T load(std::span<const std::uint8_t> bytes, std::size_t offset) noexcept {
  T value;
  std::memcpy(&value, bytes.data() + offset, sizeof value);
  return value;
}

template <typename T>
void put(std::span<std::uint8_t> bytes, std::size_t offset, T value) noexcept {
  std::memcpy(bytes.data() + offset, &value, sizeof value);
}

std::uint64_t checksum(std::span<const std::uint8_t> bytes, std::uint64_t seed) noexcept {
  return hash64(bytes.subspan(checked_from), load<std::uint64_t>(bytes, 0) + seed);
}

bool is_extension_name(std::string_view name) noexcept {
  for (const char c : name) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) return false;
  }
  return !name.empty();
}

}  // namespace

std::uint64_t checksum_in(std::span<const std::uint8_t> bytes) noexcept {
  return load<std::uint64_t>(bytes, 8);
}

std::size_t size_in(std::span<const std::uint8_t> bytes) noexcept {
  if (bytes.size() < fixed_bytes) return 0;
  const std::uint64_t size = header_size(bytes[7]) + load<std::uint64_t>(bytes, 24);
  return size > bytes.size() ? 0 : static_cast<std::size_t>(size);
}

CoreResult<SnapshotHeader> read_header(std::span<const std::uint8_t> bytes,
                                       std::uint64_t seed) noexcept {
  const auto refuse = [](CoreError error) { return tl::unexpected<CoreError>(error); };

  if (bytes.size() < fixed_bytes || std::memcmp(bytes.data(), magic.data(), magic.size()) != 0) {
    return refuse(CoreError::not_a_snapshot);
  }
  if (load<std::uint16_t>(bytes, 4) != format_version) {
    return refuse(CoreError::unsupported_version);
  }
  const std::size_t name_bytes = bytes[7];
  const std::size_t payload_offset = header_size(name_bytes);
  if (bytes.size() < payload_offset ||
      load<std::uint64_t>(bytes, 24) != bytes.size() - payload_offset) {
    return refuse(CoreError::wrong_length);
  }
  if (checksum_in(bytes) != checksum(bytes, seed)) return refuse(CoreError::wrong_checksum);

  SnapshotHeader header;
  header.extension = {reinterpret_cast<const char*>(bytes.data()) + fixed_bytes, name_bytes};
  header.revision = load<std::uint64_t>(bytes, 16);
  header.payload_offset = payload_offset;
  if (bytes[6] > static_cast<std::uint8_t>(Scope::full) || !is_extension_name(header.extension)) {
    return refuse(CoreError::broken_structure);
  }
  header.scope = static_cast<Scope>(bytes[6]);
  return header;
}

void write_header(std::span<std::uint8_t> bytes, std::string_view extension, Scope scope,
                  std::uint64_t revision, std::uint64_t seed) noexcept {
  const std::size_t payload_offset = header_size(extension.size());
  std::memset(bytes.data(), 0, payload_offset);
  std::memcpy(bytes.data(), magic.data(), magic.size());
  put(bytes, 4, format_version);
  bytes[6] = static_cast<std::uint8_t>(scope);
  bytes[7] = static_cast<std::uint8_t>(extension.size());
  put(bytes, 16, revision);
  put(bytes, 24, static_cast<std::uint64_t>(bytes.size() - payload_offset));
  std::memcpy(bytes.data() + fixed_bytes, extension.data(), extension.size());
  put(bytes, 8, checksum(bytes, seed));
}

}  // namespace pancake
