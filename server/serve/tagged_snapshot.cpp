#include "serve/tagged_snapshot.h"

#include <spdlog/fmt/fmt.h>

#include "pancake/evaluation.h"
#include "pancake/personal_snapshot.h"

namespace pancake {
namespace {

std::string etag(const Snapshot& snapshot, std::string_view form, std::uint64_t content) {
  return fmt::format("W/\"{}-{}-{:016x}\"", to_text(snapshot.scope()), form, content);
}

/// Of what is defined and of what is stored: which bytes both are in does not matter.
std::uint64_t content_of(const FeatureTable& table) {
  constexpr std::uint64_t odd = 0x9E3779B97F4A7C15;  // the order matters
  return table.full->features_hash() ^ table.overrides.hash_sum() * odd;
}

}  // namespace

Result<TaggedSnapshot> tagged_snapshot(Bytes bytes) {
  auto opened = Snapshot::open(std::move(bytes));
  if (!opened) return fail(ErrorCode::damaged, std::string(message(opened.error())));
  auto snapshot = std::make_shared<const Snapshot>(std::move(*opened));
  const std::uint64_t content = snapshot->content_hash();
  std::string bytes_etag = etag(*snapshot, "bytes", content);
  std::string json_etag = etag(*snapshot, "json", content);
  return TaggedSnapshot{std::move(snapshot), bytes_etag, std::move(json_etag), bytes_etag};
}

TaggedSnapshot tagged_full_snapshot(const FeatureTable& table) {
  const std::uint64_t content = content_of(table);
  std::string beginning = etag(*table.full, "bytes", content);
  beginning.back() = '-';  // in place of the quote
  std::string bytes_etag = beginning + fmt::format("{:016x}\"", table.full->checksum());
  return {table.full, std::move(bytes_etag), etag(*table.full, "json", content),
          std::move(beginning)};
}

Result<TaggedSnapshot> tagged_personal_snapshot(const Snapshot& full,
                                                const PersonalPart& personal) {
  std::vector<Answer> remembered(personal.sample_answers.empty() ? 0 : full.feature_count());
  for (const auto& [name, active] : personal.sample_answers) {
    const auto sample = full.find(FeatureKind::sample, name);
    if (sample) remembered[*sample] = Answer(active, Reason::cookie);
  }
  const std::vector<std::optional<std::string_view>> ids(personal.ids.begin(), personal.ids.end());
  auto bytes = personal_snapshot(full, ids, std::nullopt, remembered);
  if (!bytes) return fail(ErrorCode::damaged, std::string(message(bytes.error())));
  return tagged_snapshot(std::move(*bytes));
}

}  // namespace pancake
