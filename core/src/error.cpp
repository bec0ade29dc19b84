#include "pancake/error.h"

namespace pancake {

std::string_view message(CoreError error) noexcept {
  switch (error) {
    case CoreError::not_a_snapshot: return "these bytes are not a snapshot";
    case CoreError::unsupported_version:
      return "the snapshot has a format version that this release cannot read";
    case CoreError::wrong_length:
      return "the snapshot is longer or shorter than its header says: get it anew";
    case CoreError::wrong_checksum:
      return "the snapshot's checksum does not match its bytes: it is damaged or not all of a "
             "file; "
             "get it anew";
    case CoreError::broken_structure:
      return "the snapshot's checksum matches, but its tables do not fit together";
    case CoreError::broken_delta: return "these bytes are not a delta for the snapshot";
    case CoreError::bad_extension_name:
      return "an extension's name has 1 to 128 bytes without control characters";
    case CoreError::too_many_groups: return "a snapshot holds at most 65,535 groups";
    case CoreError::duplicate_group: return "two groups have the same id";
    case CoreError::duplicate_feature: return "two features of one kind have the same name";
    case CoreError::ratio_out_of_range: return "a ratio is a number from 0 to 100";
    case CoreError::unknown_group: return "the override names a group that is not in the snapshot";
    case CoreError::unknown_flag: return "the override names a flag that is not in the snapshot";
    case CoreError::object_id_too_long: return "an object id has at most 1,024 bytes";
    case CoreError::snapshot_too_large: return "a snapshot holds at most 2 GiB";
    case CoreError::out_of_memory: return "there is no memory for so many bytes";
  }
  return "unknown error";
}

}  // namespace pancake
