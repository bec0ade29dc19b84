#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "error.h"
#include "pancake/bytes.h"
#include "pancake/snapshot.h"
#include "sync/feature_table.h"

namespace pancake {

/// A snapshot as it is handed out, with the entity tag of each of its forms, quotes included.
///
/// The tags are made of the content without its revision, the scope and the form: servers with
/// equal states give equal tags, in all content codings, which is why they are weak (`W/`).
///
///   W/"public-bytes-<content>"
///   W/"full-bytes-<content>-<layout>"
///
/// Equal states may lie in different bytes where they are large, and a delta fits only one of them:
/// so the tag of full snapshots says which bytes they are, too.
struct TaggedSnapshot {
  std::shared_ptr<const Snapshot> snapshot;
  std::string bytes_etag;
  std::string json_etag;
  /// What the tags of all bytes with this content begin with.
  std::string bytes_etag_beginning;
};

/// Opens bytes that this server wrote, as a reader would.
[[nodiscard]] Result<TaggedSnapshot> tagged_snapshot(Bytes bytes);

/// The full snapshot of a table. Time: not that of its overrides.
[[nodiscard]] TaggedSnapshot tagged_full_snapshot(const FeatureTable& table);

/// What one visitor brings to a personal snapshot.
struct PersonalPart {
  /// One place a group; no value: no id.
  std::vector<std::optional<std::string>> ids;
  /// With signed cookies: this visitor's sample answers, by sample name.
  std::vector<std::pair<std::string, bool>> sample_answers;
};

/// What this visitor may see of a full snapshot.
[[nodiscard]] Result<TaggedSnapshot> tagged_personal_snapshot(const Snapshot& full,
                                                              const PersonalPart& personal);

/// Bytes as the text of a body.
[[nodiscard]] inline std::string_view body_of(std::span<const std::uint8_t> bytes) noexcept {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace pancake
