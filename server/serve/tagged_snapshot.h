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

namespace pancake {

/// A snapshot as it is handed out, with the entity tag of each of its forms, quotes included.
///
/// The tags are made of the content without its revision, the scope and the form: servers with
/// equal states give equal tags, in all content codings, which is why they are weak (`W/`).
struct TaggedSnapshot {
  std::shared_ptr<const Snapshot> snapshot;
  std::string bytes_etag;
  std::string json_etag;
};

[[nodiscard]] TaggedSnapshot tagged_snapshot(std::shared_ptr<const Snapshot> snapshot);
/// The same with bytes that this server wrote, opened as a reader would.
[[nodiscard]] Result<TaggedSnapshot> tagged_snapshot(Bytes bytes);

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
