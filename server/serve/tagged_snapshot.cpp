#include "serve/tagged_snapshot.h"

#include <spdlog/fmt/fmt.h>

#include "pancake/evaluation.h"
#include "pancake/personal_snapshot.h"

namespace pancake {
namespace {

std::string etag(const Snapshot& snapshot, std::string_view form) {
  return fmt::format("W/\"{}-{}-{:016x}\"", to_text(snapshot.scope()), form,
                     snapshot.content_hash());
}

}  // namespace

TaggedSnapshot tagged_snapshot(std::shared_ptr<const Snapshot> snapshot) {
  std::string bytes_etag = etag(*snapshot, "bytes");
  std::string json_etag = etag(*snapshot, "json");
  return {std::move(snapshot), std::move(bytes_etag), std::move(json_etag)};
}

Result<TaggedSnapshot> tagged_snapshot(Bytes bytes) {
  auto opened = Snapshot::open(std::move(bytes));
  if (!opened) return fail(ErrorCode::damaged, std::string(message(opened.error())));
  return tagged_snapshot(std::make_shared<const Snapshot>(std::move(*opened)));
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
