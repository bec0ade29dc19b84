// Any bytes as a snapshot: opened or refused, and read whole if opened. Every second input is
// sealed with a right header first, so that the checks behind the checksum are reached.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "../../core/src/snapshot_header.h"
#include "pancake/evaluation.h"
#include "pancake/personal_snapshot.h"
#include "pancake/snapshot.h"

namespace {

void read_everything(const pancake::Snapshot& snapshot, std::string_view text) {
  const std::vector<std::optional<std::string_view>> ids = {text, std::nullopt, "42", ""};
  std::vector<pancake::Answer> answers(snapshot.feature_count());
  evaluate_all(snapshot, {ids, text}, answers);
  for (std::uint32_t feature = 0; feature < snapshot.feature_count(); ++feature) {
    if (evaluate(snapshot, feature, {ids, text}).answer != answers[feature]) __builtin_trap();
    (void)snapshot.find(snapshot.details(feature).kind, text);
  }
  for (std::uint32_t row = 0; row < snapshot.override_row_count(); ++row) {
    for (const std::uint32_t entry : snapshot.override_row(row).entries) {
      if ((entry >> 1U) >= snapshot.feature_count()) __builtin_trap();
    }
  }
  const auto personal = personal_snapshot(snapshot, ids, text, answers);
  if (personal && !pancake::Snapshot::open(pancake::Bytes::copy_of(personal->span()))) {
    __builtin_trap();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const bool sealed = (data[0] & 1U) != 0;
  const std::string_view extension = "x";
  const std::size_t header = sealed ? pancake::header_size(extension.size()) : 0;

  pancake::Bytes bytes(header + size - 1);
  std::copy(data + 1, data + size, bytes.data() + header);
  if (sealed) {
    pancake::write_header({bytes.data(), bytes.size()}, extension, pancake::Scope::full, 1);
  }
  const auto snapshot = pancake::Snapshot::open(std::move(bytes));
  if (snapshot) read_everything(*snapshot, {reinterpret_cast<const char*>(data), size});
  return 0;
}
