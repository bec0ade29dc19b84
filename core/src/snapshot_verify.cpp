#include "snapshot_verify.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "columns.h"
#include "pancake/evaluation.h"
#include "pancake/feature.h"
#include "payload_reader.h"
#include "settings_byte.h"

namespace pancake {
namespace {

/// The number that a field is, or how many elements its column has.
std::uint32_t number_of(const Columns& columns, Field field) noexcept {
  return columns[place_of(field)].count;
}

// The checks that are made several times are not to be inlined: every page loads them.

/// Whether these are `count` ends of what lies one behind the other and fills `size` exactly.
[[gnu::noinline]] bool are_ends(const Columns& columns, Field field, std::size_t count,
                                std::uint32_t size) noexcept {
  const auto ends = column<std::uint32_t>(columns, field);
  std::uint32_t last = 0;
  for (const std::uint32_t end : ends) {
    if (end < last) return false;
    last = end;
  }
  return ends.size() == count && last == size;
}

bool is_ratio(double ratio) noexcept { return std::isnan(ratio) || (ratio >= 0 && ratio <= 100); }

[[gnu::noinline]] bool all_ratios(const Columns& columns, Field field,
                                  std::size_t samples) noexcept {
  const auto ratios = column<double>(columns, field);
  return ratios.size() == samples && std::all_of(ratios.begin(), ratios.end(), is_ratio);
}

bool is_answer(std::uint8_t bits) noexcept {
  return bits < 16 && Answer(bits).reason() <= Reason::problem;
}

bool is_settings(std::uint8_t byte) noexcept {
  return static_cast<unsigned>(unpack(byte).default_setting) < 3 &&
         static_cast<unsigned>(unpack(byte).state) < 3;
}

bool verify_features(const Columns& columns) noexcept {
  const auto by_name = column<std::uint32_t>(columns, Field::by_name);
  const auto answers = column<std::uint8_t>(columns, Field::base_answers);
  const auto settings = column<std::uint8_t>(columns, Field::settings);
  const std::size_t count = by_name.size();
  const std::uint64_t toggles = std::uint64_t{number_of(columns, Field::switch_count)} +
                                number_of(columns, Field::flag_count);
  if (toggles > count) return false;
  const auto samples = static_cast<std::size_t>(count - toggles);

  return answers.size() == count && settings.size() == count &&
         are_ends(columns, Field::name_ends, count, number_of(columns, Field::name_text)) &&
         std::all_of(by_name.begin(), by_name.end(),
                     [count](std::uint32_t feature) { return feature < count; }) &&
         std::all_of(answers.begin(), answers.end(), is_answer) &&
         std::all_of(settings.begin(), settings.end(), is_settings) &&
         all_ratios(columns, Field::ratios, samples) &&
         all_ratios(columns, Field::default_ratios, samples) &&
         all_ratios(columns, Field::state_ratios, samples);
}

/// Entries name flags only, so that an override cannot touch a switch or sample; and a row names
/// each flag once, so that there is one answer.
bool verify_entries(const Columns& columns) noexcept {
  const std::uint32_t first_flag = number_of(columns, Field::switch_count);
  const std::uint32_t behind_flags = first_flag + number_of(columns, Field::flag_count);
  const auto entries = column<std::uint32_t>(columns, Field::entries);
  std::uint32_t place = 0;
  for (const std::uint32_t row_end : column<std::uint32_t>(columns, Field::entry_ends)) {
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
  if (slots.empty()) return rows == 0;
  if (!std::has_single_bit(slots.size())) return false;
  bool has_empty = false;
  for (const std::uint32_t slot : slots) {
    if (slot > rows) return false;
    has_empty = has_empty || slot == 0;
  }
  return has_empty;
}

bool verify_overrides(const Columns& columns) noexcept {
  const std::uint32_t rows = number_of(columns, Field::id_ends);
  const std::uint32_t groups = number_of(columns, Field::group_ends);
  return are_ends(columns, Field::group_ends, groups, number_of(columns, Field::group_text)) &&
         are_ends(columns, Field::id_ends, rows, number_of(columns, Field::id_text)) &&
         are_ends(columns, Field::entry_ends, rows, number_of(columns, Field::entries)) &&
         verify_entries(columns) &&
         verify_slots(column<std::uint32_t>(columns, Field::slots), rows);
}

}  // namespace

bool verify_payload(std::span<const std::uint8_t> payload, Columns& columns) noexcept {
  return read_columns(payload, columns) && verify_features(columns) && verify_overrides(columns);
}

}  // namespace pancake
