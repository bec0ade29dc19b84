#pragma once

#include <cstdint>
#include <string_view>
#include <tl/expected.hpp>

namespace pancake {

/// Everything that core can refuse. Closed: a new kind of failure gets a line here.
enum class CoreError : std::uint8_t {
  // Opening a snapshot.
  not_a_snapshot,       ///< shorter than a header, or other first bytes
  unsupported_version,  ///< written by a release that this one cannot read
  wrong_length,         ///< the header promises more or fewer bytes than there are
  wrong_checksum,       ///< at least one bit differs from what was written
  broken_structure,     ///< the checksum holds, but an offset, index or count is out of range

  broken_delta,  ///< not a delta, or not one for these bytes

  // Building a snapshot.
  bad_extension_name,  ///< empty, over 128 bytes, or with a control character
  too_many_groups,     ///< over 65,535 groups
  duplicate_group,     ///< two groups of one id
  duplicate_feature,   ///< two features of one kind and name
  ratio_out_of_range,  ///< not a number from 0 to 100
  unknown_group,       ///< an override names a group that was not added
  unknown_flag,        ///< an override names a flag that was not added
  object_id_too_long,  ///< an object id over 1,024 bytes
  snapshot_too_large,  ///< would not fit into 2 GiB

  out_of_memory,  ///< less memory than the result takes
};

/// A sentence for people that says what was wrong: "the snapshot's checksum does not match".
[[nodiscard]] std::string_view message(CoreError error) noexcept;

template <typename T>
using CoreResult = tl::expected<T, CoreError>;

}  // namespace pancake
