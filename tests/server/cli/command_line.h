#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "serve/serve.h"
#include "store/store.h"

namespace pancake {

/// What a run of the program left behind.
struct Ran {
  int code = -1;
  std::string out;
  std::string err;
};

/// The program in this process, with a memory store that lives from run to run and a folder of
/// its own for files.
class CommandLine {
 public:
  /// `definitions`: the text of a definitions file; no value: none.
  explicit CommandLine(const std::optional<std::string>& definitions);
  ~CommandLine();
  CommandLine(const CommandLine&) = delete;
  CommandLine& operator=(const CommandLine&) = delete;

  Ran run(const std::vector<std::string>& words, const std::string& input = "");

  /// Puts a text under a feature's key, as another program might.
  void store_text(FeatureKind kind, const std::string& name, const std::string& text);

  [[nodiscard]] std::string path(const std::string& name) const { return folder_ / name; }
  void write_file(const std::string& name, const std::string& text) const;

  std::map<std::string, std::string> environment;
  bool on_terminal = false;
  std::uint32_t random_bits = 0;
  /// The options of the last `serve`; it succeeds at once.
  std::optional<ServeOptions> served;
  /// Called while it serves.
  std::function<void(const ReadAgain&)> while_serving;

 private:
  std::filesystem::path folder_;
  std::unique_ptr<Store> store_;
};

/// Two groups, and some features of each kind.
[[nodiscard]] std::string sample_definitions();

}  // namespace pancake
