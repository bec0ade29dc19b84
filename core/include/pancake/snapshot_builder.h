#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pancake/bytes.h"
#include "pancake/error.h"
#include "pancake/feature.h"

namespace pancake {

/// A switch or flag to be put into a snapshot.
struct ToggleInput {
  std::string_view name;                     ///< any text; exact, not upper-cased
  Setting default_setting = Setting::unset;  ///< unset: nobody defined it
  Setting state = Setting::unset;            ///< unset also when what is stored cannot be used
  bool client = false;
  bool problem = false;  ///< something is stored that cannot be used
};

/// A sample to be put into a snapshot. Ratios are 0 to 100.
struct SampleInput {
  std::string_view name;
  std::optional<double> default_ratio;
  std::optional<double> state_ratio;
  std::optional<bool> fixed_answer;  ///< what this visitor's signed cookie says; wins over ratios
  bool client = false;
  bool problem = false;
};

/// Collects the features of one extension and writes them as the bytes of a snapshot.
///
/// The same input gives the same bytes on every platform. Texts are copied. Each `add` either
/// takes all of its input or refuses it and leaves the builder as it was.
class SnapshotBuilder {
 public:
  SnapshotBuilder(std::string_view extension, Scope scope, std::uint64_t revision);

  /// Groups are asked in the order in which they are added. Gives the group's index.
  CoreResult<std::uint32_t> add_group(std::string_view id);

  /// Each gives the place within its kind: the first flag is 0, whatever switches there are.
  CoreResult<std::uint32_t> add_switch(const ToggleInput& input);
  CoreResult<std::uint32_t> add_flag(const ToggleInput& input);
  CoreResult<std::uint32_t> add_sample(const SampleInput& input);

  /// The on or off of flag number `flag` for one object id of one group. The last word for the
  /// same three wins.
  CoreResult<void> add_override(std::uint32_t group, std::string_view object_id,
                                std::uint32_t flag, bool on);

  /// The finished bytes. The builder can go on afterwards.
  [[nodiscard]] CoreResult<Bytes> build() const;

 private:
  struct Feature {
    std::string name;
    std::uint8_t base_answer = 0;
    std::uint8_t settings = 0;
  };
  struct Sample {
    double ratio;
    double default_ratio;
    double state_ratio;
  };
  struct Override {
    std::string object_id;
    std::uint32_t group;
    std::uint32_t flag;
    bool on;
  };
  CoreResult<std::uint32_t> add_toggle(std::vector<Feature>& kind, const ToggleInput& input);

  std::string extension_;
  std::uint64_t revision_;
  Scope scope_;
  std::vector<std::string> groups_;
  std::vector<Feature> switches_;
  std::vector<Feature> flags_;
  std::vector<Feature> samples_;
  std::vector<Sample> ratios_;  ///< one a sample
  std::vector<Override> overrides_;
};

}  // namespace pancake
