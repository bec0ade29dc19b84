#include "snapshot_verify.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "columns.h"
#include "pancake/evaluation.h"
#include "pancake/feature.h"
#include "settings_byte.h"
#include "snapshot_generated.h"

namespace pancake {
namespace {

/// Whether these are ends of texts that lie one behind the other and fill `size` exactly.
bool are_ends(std::span<const std::uint32_t> ends, std::size_t size) noexcept {
  std::uint32_t last = 0;
  for (const std::uint32_t end : ends) {
    if (end < last) return false;
    last = end;
  }
  return last == size;
}

bool is_ratio(double ratio) noexcept { return std::isnan(ratio) || (ratio >= 0 && ratio <= 100); }

/// FlatBuffers' verifier looks at where a vector begins, not at where its first number lies.
bool all_ratios(std::span<const double> ratios) noexcept {
  if (ratios.empty()) return true;
  return reinterpret_cast<std::uintptr_t>(ratios.data()) % alignof(double) == 0 &&
         std::all_of(ratios.begin(), ratios.end(), is_ratio);
}

bool is_answer(std::uint8_t bits) noexcept {
  return bits < 16 && Answer(bits).reason() <= Reason::problem;
}

bool is_settings(std::uint8_t byte) noexcept {
  return static_cast<unsigned>(unpack(byte).default_setting) < 3 &&
         static_cast<unsigned>(unpack(byte).state) < 3;
}

bool verify_features(const wire::Snapshot& payload) noexcept {
  const std::size_t count = payload.name_ends()->size();
  const std::size_t toggles =
      std::size_t{payload.switch_count()} + std::size_t{payload.flag_count()};
  if (toggles > count) return false;
  const std::size_t samples = count - toggles;

  const auto answers = column(payload.base_answers());
  const auto settings = column(payload.settings());
  const auto by_name = column(payload.by_name());
  return answers.size() == count && settings.size() == count && by_name.size() == count &&
         payload.ratios()->size() == samples && payload.default_ratios()->size() == samples &&
         payload.state_ratios()->size() == samples &&
         are_ends(column(payload.name_ends()), payload.name_text()->size()) &&
         std::all_of(by_name.begin(), by_name.end(),
                     [count](std::uint32_t feature) { return feature < count; }) &&
         std::all_of(answers.begin(), answers.end(), is_answer) &&
         std::all_of(settings.begin(), settings.end(), is_settings) &&
         all_ratios(column(payload.ratios())) && all_ratios(column(payload.default_ratios())) &&
         all_ratios(column(payload.state_ratios()));
}

/// Entries name flags only, so that an override cannot touch a switch or sample; and a row names
/// each flag once, so that there is one answer.
bool verify_entries(const wire::Snapshot& payload) noexcept {
  const std::uint32_t first_flag = payload.switch_count();
  const std::uint32_t behind_flags = first_flag + payload.flag_count();
  const auto entries = column(payload.entries());
  std::uint32_t place = 0;
  for (const std::uint32_t row_end : column(payload.entry_ends())) {
    std::uint32_t at_least = first_flag;
    for (; place < row_end; ++place) {
      const std::uint32_t flag = entries[place] >> 1U;
      if (flag < at_least || flag >= behind_flags) return false;
      at_least = flag + 1;
    }
  }
  return true;
}

/// Every filled slot names a row, and at least one slot is empty, which ends every search.
bool verify_slots(std::span<const std::uint32_t> slots, std::size_t rows) noexcept {
  if (rows == 0) return slots.empty();
  if (!std::has_single_bit(slots.size())) return false;
  bool has_empty = false;
  for (const std::uint32_t slot : slots) {
    if (slot > rows) return false;
    has_empty = has_empty || slot == 0;
  }
  return has_empty;
}

bool verify_overrides(const wire::Snapshot& payload) noexcept {
  const std::size_t rows = payload.id_ends()->size();
  return payload.group_row_ends()->size() == payload.groups()->size() &&
         payload.entry_ends()->size() == rows && are_ends(column(payload.group_row_ends()), rows) &&
         are_ends(column(payload.id_ends()), payload.id_text()->size()) &&
         are_ends(column(payload.entry_ends()), payload.entries()->size()) &&
         verify_entries(payload) && verify_slots(column(payload.slots()), rows);
}

}  // namespace

const wire::Snapshot* verify_payload(std::span<const std::uint8_t> payload) noexcept {
  // Each of at most 65,535 groups is one string; the other vectors are scalars.
  flatbuffers::Verifier verifier(payload.data(), payload.size(), /*max_depth=*/4,
                                 /*max_tables=*/1);
  if (!wire::VerifySnapshotBuffer(verifier)) return nullptr;
  const wire::Snapshot* root = wire::GetSnapshot(payload.data());
  return verify_features(*root) && verify_overrides(*root) ? root : nullptr;
}

}  // namespace pancake
