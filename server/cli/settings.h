#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "serve/serve.h"

namespace pancake {

/// What is wrong with a text, as a sentence ("'x' is not …."); no value: nothing. It may put the
/// text into its usual form.
using CheckText = std::optional<std::string> (*)(std::string& text);

// The kinds of settings: what their texts may be, and the member of ServeOptions that they set.

struct TextSetting {
  std::string ServeOptions::*member;
  CheckText check = nullptr;
};
/// Several texts: an option that is repeated, a variable with blanks or commas between them, a
/// list in the file. Those of the first source that has any count.
struct ListSetting {
  std::vector<std::string> ServeOptions::*member;
  CheckText check = nullptr;  ///< of each
  bool are_paths = false;     ///< as of PathSetting
};
struct CountSetting {
  unsigned ServeOptions::*member;
  unsigned least;
  unsigned most;
};
/// "5", "1.5s", "500ms", "2m", "1h"; a plain number is in seconds.
struct DurationSetting {
  std::chrono::milliseconds ServeOptions::*member;
  std::chrono::milliseconds least;
  std::chrono::milliseconds most;
};
/// Bytes: "65536", "64k", "1M".
struct SizeSetting {
  std::size_t ServeOptions::*member;
  std::size_t least;
  std::size_t most;
};
struct ChoiceSetting {
  std::string ServeOptions::*member;
  std::vector<std::string> choices;
};
/// An option without a value; in a variable or the file true or false.
struct TruthSetting {
  bool ServeOptions::*member;
};
/// A file or folder that the server itself opens. One that stands in the config file is looked
/// for from that file's folder.
struct PathSetting {
  std::optional<std::string> ServeOptions::*member;
};
/// A file whose lines are secrets. One more of them may stand in a variable of its own.
struct SecretLinesSetting {
  std::vector<std::string> ServeOptions::*member;
  Result<std::vector<std::string>> (*read)(const std::string& path);
  std::string variable;  ///< "PANCAKE_TOKEN"
};

using SettingKind =
    std::variant<TextSetting, ListSetting, CountSetting, DurationSetting, SizeSetting,
                 ChoiceSetting, TruthSetting, PathSetting, SecretLinesSetting>;

/// One thing that `pancake serve` can be told: as option `--NAME`, variable `PANCAKE_NAME` (upper
/// case, `_` for `-`) or member `NAME` of the config file. The first of these that says it counts.
struct ServeSetting {
  std::string name;   ///< "token-file"
  std::string value;  ///< what stands for the value in the help: "FILE"; empty for a truth
  SettingKind kind;
  std::string help;  ///< sentences; default and variable are added
  /// The default in words, where it is not the value that the member begins with.
  std::string fallback{};
  /// An option of every command, so that its help stands elsewhere.
  bool global = false;
  /// Read at start only: a reload names it if it would have changed, and leaves it as it is.
  bool fixed = false;
};

/// Where the last known good state is kept unless something else is said: in the working folder.
inline constexpr const char* default_state_dir = "pancake-state";

/// All of them, in the order of the help. To add one: a row there and a member of ServeOptions,
/// whose initial value is the default.
[[nodiscard]] const std::vector<ServeSetting>& settings();

/// Null if there is none of this name.
[[nodiscard]] const ServeSetting* find_setting(const std::string& name);

/// "--token-file", "PANCAKE_TOKEN_FILE".
[[nodiscard]] std::string option_of(const ServeSetting& setting);
[[nodiscard]] std::string variable_of(const ServeSetting& setting);

}  // namespace pancake
