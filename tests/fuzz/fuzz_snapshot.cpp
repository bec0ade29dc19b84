// Any bytes as a snapshot: opened or refused, and read whole if opened. Every second input is
// sealed with a right header first, so that the checks behind the checksum are reached.
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "../../core/src/snapshot_header.h"
#include "pancake/delta.h"
#include "pancake/evaluation.h"
#include "pancake/personal_snapshot.h"
#include "pancake/snapshot.h"
#include "pancake/snapshot_file.h"

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

/// The same bytes with another seed.
pancake::Bytes sealed_anew(const pancake::Snapshot& snapshot, std::uint64_t seed) {
  pancake::Bytes bytes = pancake::Bytes::copy_of(snapshot.bytes());
  pancake::write_header({bytes.data(), bytes.size()}, snapshot.extension(), snapshot.scope(),
                        snapshot.revision(), seed);
  return bytes;
}

/// The same bytes as a layer over themselves.
void read_as_layer(const pancake::Snapshot& alone, std::string_view text) {
  const auto base = pancake::open_base(sealed_anew(alone, pancake::base_seed)).value();
  pancake::Bytes bytes = sealed_anew(alone, base->checksum());
  const auto layer = pancake::open_layer(std::move(bytes), base);
  if (!layer) __builtin_trap();
  read_everything(**layer, text);
  const pancake::Bytes file = file_of(**layer);
  if (!pancake::open_file(pancake::Bytes::copy_of(file.span()))) __builtin_trap();
  const auto flat = pancake::open_base(pancake::flatten(**layer).value());
  if (!flat) __builtin_trap();
  read_everything(**flat, text);
  const pancake::Bytes delta = write_delta(**layer, **flat);
  if (!pancake::apply_delta(file.span(), delta.span())) __builtin_trap();
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
  const auto snapshot = pancake::open_file(std::move(bytes));
  if (!snapshot) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  read_everything(**snapshot, text);
  if ((*snapshot)->base() == nullptr) read_as_layer(**snapshot, text);
  return 0;
}
